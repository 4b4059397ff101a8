/** Terms of reference and who has read them. */
import { changeTerms, draftTerms, publishTerms, setTermsRole } from './edit.ts';
import { acknowledgeTerms, currentTerms, draftOfTerms, termsVersion, termsVersions } from './read.ts';
import { termsReceipts } from './receipts.ts';

export { changeTerms, draftTerms, publishTerms, setTermsRole } from './edit.ts';
export { acknowledgeTerms, currentTerms, draftOfTerms, termsVersion, termsVersions } from './read.ts';
export { type ReceiptLine, termsReceipts } from './receipts.ts';

export const termsActions = [draftTerms, changeTerms, setTermsRole, publishTerms, acknowledgeTerms];
export const termsReads = [currentTerms, termsVersions, termsVersion, draftOfTerms, termsReceipts];
