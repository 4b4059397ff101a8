/** What needs the county's data: the plan of recommendation 4 cites a figure of the picture, and analysts have asked about the files. */
import { recheckFigures } from '../account/index.ts';
import { civilDay } from '../access/index.ts';
import type { Register } from '../register/index.ts';
import type { Warehouse } from '../warehouse/index.ts';
import { doing } from './doing.ts';
import { idsOf } from './ids.ts';
import type { ActingOn } from './seed.ts';
import { seedValidation } from './validation.ts';

const TITLE = 'The picture shows stop and search by ethnicity, with what is not recorded';
const ADDRESS = '/figure/stop-rate?by=ethnicity&force=varrowshire&from=2025-10&to=2026-09';

/** False where the demonstration is not there, or has it already. */
export async function seedPicture(register: Register, actingOn: ActingOn, warehouse: Warehouse): Promise<boolean> {
  const acting = actingOn(register);
  const ids = await idsOf(acting);
  if (ids === null || ids.item === null || ids.milestones.includes(TITLE)) return false;
  const today = civilDay(register.now());
  const it = doing(acting, ids.organisations, ids.people, today);
  const fields = { title: TITLE, dueOn: today, organisationId: null, measure: null, target: null };
  const { id } = await it.do('chief', 'milestone.add', { itemId: ids.item, fields });
  const title = 'Searches per 1,000 residents by self-defined ethnicity, unknown shown beside';
  await it.do('quality', 'evidence.add-figure', { itemId: ids.item, milestoneId: id, title, address: ADDRESS, reachedOn: today });
  await recheckFigures(acting, warehouse);
  await seedValidation(acting, it, warehouse.manifest().deliveries);
  return true;
}
