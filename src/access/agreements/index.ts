/** Sharing agreements: their register, their rules, and the gate that they are (requirement R047). */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { draftAgreement, editAgreement, endAgreement, renewAgreement, resumeAgreement, reviewAgreement, signAgreement, suspendAgreement } from './actions.ts';
import { admitDelivery, lookExactly } from './admit.ts';
import { coverOfDataset, exportAgreements, listAgreements, partyOptions, readAgreement } from './reads.ts';
import { remindOfAgreements } from './remind.ts';

export * from './actions.ts';
export { feedGate, lookExactly } from './admit.ts';
export type { Cover } from './gate.ts';
export type { Agreement, Feed } from './load.ts';
export { type AgreementPage, type CoverRow, coverOfDataset, exportAgreements, listAgreements, partyOptions, readAgreement } from './reads.ts';
export { basisTitle, KINDS, kindTitle, LAWFUL_BASES, POWERS, SPECIAL_BASES, specialTitle } from './reference.ts';
export { remindOfAgreements } from './remind.ts';
export { type AgreementState, agreementStates, isInForce, STATE_WORDS } from './state.ts';
export type { Part, Party } from './types.ts';

export const agreementActions: readonly AnyAction[] = [
  draftAgreement,
  editAgreement,
  signAgreement,
  reviewAgreement,
  suspendAgreement,
  resumeAgreement,
  endAgreement,
  renewAgreement,
  remindOfAgreements,
  admitDelivery,
];
export const agreementReads: readonly AnyRead[] = [listAgreements, readAgreement, exportAgreements, partyOptions, coverOfDataset, lookExactly];
