/** Two versions side by side in words: which fields differ, and in them which words. Pure. */
import { contentFields, type ResponseContent } from '../../../account/responses/index.ts';
import { type FieldDifference, fieldDifferences } from '../../../account/rules/index.ts';

/** Of a first version, everything is new. */
export const differencesOf = (before: ResponseContent | null, after: ResponseContent): readonly FieldDifference[] =>
  fieldDifferences(before === null ? {} : contentFields(before), contentFields(after));
