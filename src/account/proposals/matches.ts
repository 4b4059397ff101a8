/** What is on file already that an import may be about, among what somebody may see. */
import type { Tx } from '../../register/index.ts';
import { itemName } from '../rules/index.ts';
import { findAlike, type ReportLike, sameReport } from './likeness.ts';

export interface ReportMatch {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  readonly publishedOn: string;
  /** Put on file by whoever asks, so items can be added to it. */
  readonly organisationId: string;
}

export async function sameReports(tx: Tx, report: ReportLike): Promise<ReportMatch[]> {
  const rows = await tx
    .selectFrom('inspection')
    .select(['id', 'slug', 'title', 'publishedOn', 'link', 'organisationId'])
    .orderBy('publishedOn', 'desc')
    .execute();
  return rows.filter((row) => sameReport(report, row)).map(({ link: _link, ...row }) => row);
}

export interface ItemMatch {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly report: string;
  readonly slug: string;
  readonly inspectionId: string;
  /** 0 to 1. */
  readonly likeness: number;
}

const MOST = 3;

/** Items on file with nearly the same words, the likest first. */
export async function alikeItems(tx: Tx, texts: readonly string[]): Promise<ItemMatch[][]> {
  const rows = await tx
    .selectFrom('inspectionItem as i')
    .innerJoin('inspection as n', 'n.id', 'i.inspectionId')
    .select(['i.id', 'i.kind', 'i.number', 'i.text', 'i.inspectionId', 'n.title as report', 'n.slug'])
    .execute();
  const alike = findAlike(rows);
  return texts.map((text) =>
    alike(text)
      .slice(0, MOST)
      .map(({ kind, number, ...row }) => ({ ...row, name: itemName({ kind, number: number === '' ? null : number }) })),
  );
}
