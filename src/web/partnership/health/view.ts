/** The health page: how much was found, then by subject. Pure. */
import type { Finding, HealthSubject, Severity } from '../../../access/index.ts';
import { plural } from '../../words.ts';
import { linkOf, type May } from '../links.ts';

/** Words, and the tag's colour beside them. */
export const SEVERITIES: Readonly<Record<Severity, { readonly text: string; readonly tag: string }>> = {
  gap: { text: 'To put right', tag: 'govuk-tag--red' },
  soon: { text: 'Look at soon', tag: 'govuk-tag--yellow' },
  note: { text: 'To note', tag: 'govuk-tag--blue' },
};

const findingView = (finding: Finding, may: May) => ({ ...finding, mark: SEVERITIES[finding.severity], href: linkOf(finding.link, may) });

type FindingView = ReturnType<typeof findingView>;

interface Line extends Pick<FindingView, 'mark' | 'text' | 'advice' | 'href'> {
  /** Each of several that are alike; empty for a line of its own. */
  readonly names: readonly { readonly text: string; readonly href: string | null }[];
}

/** Findings that are alike are one line with a list of names, in the place of the first: twelve lines that say the same would hide the thirteenth. */
function linesOf(findings: readonly FindingView[]): Line[] {
  const alike = Map.groupBy(findings, (finding) => (finding.like === undefined ? finding : `${finding.severity} ${finding.like.many}`));
  return [...alike.values()].flatMap((group): Line[] => {
    const [first] = group;
    if (first === undefined) return [];
    if (group.length === 1 || first.like === undefined) return [{ ...first, names: [] }];
    const hrefs = new Set(group.map((finding) => finding.href));
    // One page for all of them is led to once.
    const one = hrefs.size === 1 ? first.href : null;
    const names = group.map((finding) => ({ text: finding.like?.name ?? finding.text, href: one === null ? finding.href : null }));
    return [{ ...first, text: `${group.length} ${first.like.many}`, href: one, names }];
  });
}

function summaryOf(gaps: number, soon: number): string {
  if (gaps + soon === 0) return 'There is nothing to put right, and nothing to look at soon.';
  const right = gaps === 0 ? 'There is nothing to put right' : `There ${gaps === 1 ? 'is' : 'are'} ${plural(gaps, 'thing')} to put right`;
  return soon === 0 ? `${right}.` : `${right}, and ${soon} to look at soon.`;
}

export function healthView(subjects: readonly HealthSubject[], may: May) {
  const all = subjects.flatMap((subject) => subject.findings);
  const gaps = all.filter((finding) => finding.severity === 'gap').length;
  const soon = all.filter((finding) => finding.severity === 'soon').length;
  return {
    summary: summaryOf(gaps, soon),
    subjects: subjects.map(({ subject, title, clear, findings: found }) => {
      const findings = found.map((finding) => findingView(finding, may));
      return {
        id: subject,
        title,
        clear,
        gaps: found.filter((finding) => finding.severity === 'gap').length,
        soon: found.filter((finding) => finding.severity === 'soon').length,
        findings,
        lines: linesOf(findings),
      };
    }),
  };
}
