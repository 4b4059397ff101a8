/** Every action and read of inspections, recommendations, plans and deadlines. */
import type { AnyAction, AnyRead } from '../register/index.ts';
import { deadlineCalendar, listDeadlines, makeFeed, readFeed, remindOfDeadlines, revokeFeed } from './deadlines/index.ts';
import { readDocument } from './documents/index.ts';
import { addInspection, editInspection, formChoices, listInspections, readInspection } from './inspections/index.ts';
import { addItem, closeItem, editItem, listItems, readItem, reopenItem } from './items/index.ts';
import {
  addDocumentEvidence,
  addFigureEvidence,
  addMilestone,
  confirmEvidence,
  editMilestone,
  figureActions,
  figureReads,
  reachMilestone,
  readPlan,
  withdrawEvidence,
  withdrawMilestone,
} from './plan/index.ts';
import { exportForPortal } from './portal/index.ts';
import { confirmImport, discardImport, listImports, proposeImport, readImport } from './proposals/index.ts';

export const inspectionActions: readonly AnyAction[] = [
  addInspection,
  editInspection,
  addItem,
  editItem,
  closeItem,
  reopenItem,
  addMilestone,
  editMilestone,
  reachMilestone,
  withdrawMilestone,
  addDocumentEvidence,
  addFigureEvidence,
  confirmEvidence,
  withdrawEvidence,
  ...figureActions,
  makeFeed,
  revokeFeed,
  remindOfDeadlines,
  proposeImport,
  confirmImport,
  discardImport,
];

export const inspectionReads: readonly AnyRead[] = [
  listInspections,
  readInspection,
  formChoices,
  listItems,
  readItem,
  readPlan,
  ...figureReads,
  readDocument,
  listDeadlines,
  deadlineCalendar,
  readFeed,
  exportForPortal,
  listImports,
  readImport,
];
