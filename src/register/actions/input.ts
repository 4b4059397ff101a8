/** Input that a schema refused: one line a field, in the user's words, for an error summary. */
import { HeadwaterError, type Problem } from '../../errors.ts';

export interface InputIssue {
  /** Field, dots between levels: `items.2.dueOn`. Empty for the whole. */
  readonly path: string;
  readonly message: string;
}

export class InputError extends HeadwaterError {
  readonly issues: readonly InputIssue[];

  constructor(issues: readonly InputIssue[]) {
    super('bad-input', 'input', issues[0]?.message ?? 'Something in what was sent is not right', {
      advice: issues.length > 1 ? issues.map((issue) => issue.message).join(' ') : 'Put that right and send it again. Nothing was saved.',
    });
    this.name = 'InputError';
    this.issues = issues;
  }

  override toProblem(): Problem {
    return { ...super.toProblem(), errors: this.issues.map(({ path, message }) => ({ field: path, message })) };
  }
}

/** One field is wrong for a reason that only the action could know. */
export const badField = (path: string, message: string): InputError => new InputError([{ path, message }]);
