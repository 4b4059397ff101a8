/** The health page: how much was found, then by subject. Pure. */
import type { Finding, HealthSubject, Severity } from '../../../access/index.ts';
import { plural } from '../../words.ts';
import { linkOf, type May } from '../links.ts';

/** Words, and the tag's colour beside them. */
export const SEVERITIES: Readonly<Record<Severity, { readonly text: string; readonly tag: string }>> = {
  gap: { text: 'Missing or over', tag: 'govuk-tag--red' },
  soon: { text: 'Needs attention', tag: 'govuk-tag--yellow' },
  note: { text: 'To note', tag: 'govuk-tag--blue' },
};

const findingView = (finding: Finding, may: May) => ({ ...finding, mark: SEVERITIES[finding.severity], href: linkOf(finding.link, may) });

function summaryOf(gaps: number, soon: number): string {
  if (gaps + soon === 0) return 'Nothing is missing, over or about to end.';
  if (gaps === 0) return `Nothing is missing, and ${plural(soon, 'thing needs', 'things need')} attention.`;
  const missing = `${plural(gaps, 'thing is', 'things are')} missing or over`;
  return soon === 0 ? `${missing}.` : `${missing}, ${plural(soon, 'more needs', 'more need')} attention.`;
}

export function healthView(subjects: readonly HealthSubject[], may: May) {
  const all = subjects.flatMap((subject) => subject.findings);
  const gaps = all.filter((finding) => finding.severity === 'gap').length;
  const soon = all.filter((finding) => finding.severity === 'soon').length;
  return {
    summary: summaryOf(gaps, soon),
    subjects: subjects.map(({ subject, title, clear, findings }) => ({
      id: subject,
      title,
      clear,
      gaps: findings.filter((finding) => finding.severity === 'gap').length,
      soon: findings.filter((finding) => finding.severity === 'soon').length,
      findings: findings.map((finding) => findingView(finding, may)),
    })),
  };
}
