/** Whether a report needs a response of the local policing body. */

export const SCOPES = ['one', 'several', 'all'] as const;
/** One force, several forces, or all forces of England and Wales. */
export type Scope = (typeof SCOPES)[number];

export interface ReportForNeed {
  readonly scope: Scope;
  /** Codes or names of the forces that the report is about; empty where the scope is all. */
  readonly forces: readonly string[];
  readonly ownForce: string;
  /** A person's finding that the report is clearly not about the force, in their words; null where nobody has said so. */
  readonly clearlyNotAbout: string | null;
}

export interface ResponseNeed {
  readonly needed: boolean;
  readonly because: string;
  /** The report names other forces only and nobody has yet said why no response is needed. */
  readonly askWhy: boolean;
}

/**
 * A response is needed unless the force is clearly not a subject of the report: national and thematic reports too, whether or not the force was one of those
 * inspected, and whether or not any recommendation is made (HMICFRS guidance to police and crime commissioners on section 55). Not being inspected is no
 * reason, so only a written one takes a report out, and a report on all forces cannot be taken out.
 */
export function responseNeed(report: ReportForNeed): ResponseNeed {
  if (report.scope === 'all') {
    return {
      needed: true,
      because: 'The report is about all forces. It needs a response even where this force was not inspected and no recommendation is made.',
      askWhy: false,
    };
  }
  if (report.forces.some((force) => same(force, report.ownForce))) return { needed: true, because: 'The report names this force.', askWhy: false };
  const reason = report.clearlyNotAbout?.trim() ?? '';
  if (reason !== '') return { needed: false, because: `Clearly not about this force: ${reason}`, askWhy: false };
  return {
    needed: true,
    because: 'The report names other forces. It needs a response until somebody records why it is clearly not about this one.',
    askWhy: true,
  };
}

const same = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();
