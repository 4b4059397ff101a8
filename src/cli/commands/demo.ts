/** `headwater demo`: the fictional county, through the same door as real files. */
import { seedDemonstration, seedPicture } from '../../demonstration/index.ts';
import { actingOn, deliveryGate, openActing } from '../../service/index.ts';
import type { Register } from '../../register/index.ts';
import { loadDemonstration } from '../../synthetic/index.ts';
import { type Home, homeDir, openHome, openWarehouse, readManifest } from '../../warehouse/index.ts';
import { readArgs } from '../args.ts';
import { progressText } from '../delivery-text.ts';
import type { Io } from '../io.ts';
import { makeProgress } from '../progress.ts';

export const help = `Makes the fictional county of Varrowshire, with its partnership, people, agreements, inspections and responses, and delivers its data,
unless the data home holds data already.

Usage: headwater demo [--home DIR]`;

export async function run(args: readonly string[], io: Io): Promise<number> {
  const { values } = readArgs('demo', args, {}, false);
  const home = openHome(homeDir(values.home, io.env), { create: true });
  if (!(await loadIfEmpty(home, io))) io.err('The data home holds data already. Nothing was changed.');
  return 0;
}

/** True when the demonstration was loaded; false when there are data, which it must never mix with. */
export async function loadIfEmpty(home: Home, io: Io): Promise<boolean> {
  const { current, deliveries } = readManifest(home);
  if (current !== null) {
    // The data are there. Their people may not be: a home of an earlier version, or one whose register was deleted to begin it anew.
    if (deliveries.every((delivery) => delivery.fictional)) {
      await seedRegister(home, io);
      await citePicture(home, io);
    }
    return false;
  }
  const progress = makeProgress(io);
  const begun = Date.now();
  const gate = deliveryGate({ homeDir: home.dir, env: io.env });
  progress.note('Making the demonstration: Varrowshire, a county that does not exist.');
  try {
    await seedRegister(home, io);
    await loadDemonstration(home, { permit: gate.permit, onProgress: (at) => progress.at(progressText(at)) });
    await citePicture(home, io);
    progress.note(`The demonstration is loaded (${((Date.now() - begun) / 1000).toFixed(1)} s).`);
  } finally {
    progress.end();
    await gate.close();
  }
  return true;
}

/** The people first: the agreement that a feed comes in under has to be there before it. */
const seedRegister = (home: Home, io: Io): Promise<unknown> => withRegister(home, io, (register) => seedDemonstration(register, actingOn));

/** And last what cites the picture. */
const citePicture = (home: Home, io: Io): Promise<unknown> =>
  withRegister(home, io, async (register) => {
    const warehouse = await openWarehouse(home);
    try {
      return await seedPicture(register, actingOn, warehouse);
    } finally {
      await warehouse.close();
    }
  });

async function withRegister(home: Home, io: Io, work: (register: Register) => Promise<unknown>): Promise<unknown> {
  const { register } = await openActing({ homeDir: home.dir, env: io.env, serves: false });
  try {
    return await work(register);
  } finally {
    await register.close();
  }
}
