/** A section of a draft agreement: its form, and what is written into it. */
import type { FastifyRequest } from 'fastify';
import type { Agreement } from '../../../../access/agreements/index.ts';
import type { FormBody } from '../../../forms/body.ts';
import type { Field } from '../../fields.ts';

export interface Section {
  readonly pattern: string;
  readonly title: string;
  readonly intro?: readonly string[];
  readonly fields: (agreement: Agreement, request: FastifyRequest) => Promise<readonly Field[]> | readonly Field[];
  readonly values: (agreement: Agreement) => FormBody;
  readonly input: (body: FormBody) => object;
  /** Dates of the section, which may be left empty while it is a draft; with a name that begins a sentence. */
  readonly dates?: Readonly<Record<string, string>>;
  /** Lists that are typed line by line, with the field that they are typed in. */
  readonly lines?: Readonly<Record<string, string>>;
  /** Labels of the record’s fields, for what somebody else has changed. */
  readonly labels: Readonly<Record<string, string>>;
}
