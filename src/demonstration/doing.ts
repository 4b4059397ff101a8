/** How the demonstration does things: each as somebody invented, through the same actions as everybody. */
import { HeadwaterError } from '../errors.ts';
import type { Acting, Who } from '../register/index.ts';
import { type OrganisationKey, ORGANISATIONS, PEOPLE, type PersonKey } from './people.ts';

/** What an action gave back, as the demonstration uses it. */
export type Result = Readonly<Record<string, unknown>> & { readonly id: string; readonly version: number };

export interface Doing {
  readonly organisation: (key: OrganisationKey) => string;
  readonly person: (key: PersonKey) => string;
  /** Does an action by its name, as a person; for another organisation than their own where one is given. */
  do(as: PersonKey, action: string, input: object, forOrganisation?: OrganisationKey): Promise<Result>;
  /** Asks a read by its name. */
  ask(as: PersonKey, read: string, input: object, forOrganisation?: OrganisationKey): Promise<unknown>;
  readonly today: string;
}

export function doing(acting: Acting, organisations: Readonly<Record<string, string>>, people: Readonly<Record<string, string>>, today: string): Doing {
  const idIn = (map: Readonly<Record<string, string>>, key: string): string => {
    const id = map[key];
    if (id === undefined) throw new Error(`the demonstration has no “${key}”`);
    return id;
  };
  const who = (as: PersonKey, forOrganisation?: OrganisationKey): Who => {
    const plan = PEOPLE.find((each) => each.key === as);
    if (plan === undefined) throw new Error(`nobody is “${as}”`);
    const at = forOrganisation ?? plan.at;
    const name = ORGANISATIONS.find((each) => each.key === at)?.name ?? '';
    return {
      kind: 'person',
      personId: idIn(people, as),
      name: plan.name,
      organisationId: idIn(organisations, at),
      organisationName: name,
      roles: plan.roles,
      via: 'job',
    };
  };
  const named = <T>(map: ReadonlyMap<string, T>, name: string): T => {
    const found = map.get(name);
    if (found === undefined) throw new HeadwaterError('fault', 'demonstration-action', `There is no “${name}”.`);
    return found;
  };
  return {
    organisation: (key) => idIn(organisations, key),
    person: (key) => idIn(people, key),
    today,
    async do(as, action, input, forOrganisation) {
      const result: unknown = await acting.act(named(acting.actions, action), input, who(as, forOrganisation));
      return { id: '', version: 0, ...(result as object) };
    },
    ask: (as, read, input, forOrganisation) => acting.read(named(acting.reads, read), input, who(as, forOrganisation)),
  };
}
