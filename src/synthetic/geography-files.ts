/** The county's reference files, in the columns in which the real ones come: lookups, boundaries, deprivation, residents. */
import { NATIONAL_AREAS, toDegrees } from './county.ts';
import type { County } from './county.ts';
import type { Point } from './mesh.ts';
import { GROUPS19, GROUPS5 } from './people.ts';
import type { Residents } from './people.ts';
import { stream } from './random.ts';

export interface TextFile {
  readonly dataset: 'area' | 'deprivation' | 'population' | 'population-ethnicity' | 'street' | 'stop';
  /** Path inside the folder of the county. */
  readonly path: string;
  readonly text: string;
}

export function geographyFiles(county: County): TextFile[] {
  const { districts, lsoas, wards, force } = county;
  const lookup = lsoas.map((lsoa) => {
    const ward = wards[lsoa.ward];
    const district = districts[lsoa.district];
    return [lsoa.name, lsoa.code, ward?.name, ward?.code, district?.name, district?.code].join(',');
  });
  const partnerships = districts.map((d) => [d.code, d.name, d.csp, d.cspName, force.areaCode, force.areaName].join(','));
  return [
    area('lookup_lsoa21_ward24_ltla24.csv', csv('lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code', lookup)),
    area('lookup_ltla24_csp24_pfa24.csv', csv('ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name', partnerships)),
    area(
      'boundaries_lsoa21.geojson',
      geojson(
        'boundaries_lsoa21',
        lsoas.map((lsoa) => feature({ lsoa21_name: lsoa.name, lsoa21_code: lsoa.code }, lsoa.outline)),
      ),
    ),
    area(
      'boundaries_ltla24.geojson',
      geojson(
        'boundaries_ltla24',
        districts.map((d) => feature({ ltla24_name: d.name, ltla24_code: d.code }, d.outline)),
      ),
    ),
    area('boundaries_pfa20.geojson', geojson('boundaries_pfa20', [feature({ pfa20_name: force.areaName, pfa20_code: force.areaCode }, county.outline)])),
    { dataset: 'deprivation', path: 'deprivation/varrowshire-imd2025_lsoa21.csv', text: deprivationText(county) },
  ];
}

export function residentFiles(county: County, residents: readonly Residents[]): TextFile[] {
  const ages = Array.from({ length: 91 }, (_, age) => (age === 90 ? '90+' : String(age)));
  const byAge = county.lsoas.map((lsoa, i) => {
    const counts = residents[i]?.ages ?? [];
    return [lsoa.name, lsoa.code, counts.reduce((sum, n) => sum + n, 0), ...counts].join(',');
  });
  const five = county.lsoas.flatMap((lsoa, i) => {
    const counts = residents[i]?.groups ?? [];
    const total = counts.reduce((sum, n) => sum + n, 0);
    return GROUPS5.map((label, group) => {
      const n = counts.reduce((sum, count, g) => sum + (GROUPS19[g]?.group === group ? count : 0), 0);
      return [lsoa.code, total, quoted(label), n, total === 0 ? 0 : n / total].join(',');
    });
  });
  const nineteen = county.districts.flatMap((district, d) =>
    GROUPS19.map(({ label }, g) => {
      const n = county.lsoas.reduce((sum, lsoa, i) => sum + (lsoa.district === d ? (residents[i]?.groups[g] ?? 0) : 0), 0);
      return [district.code, district.name, quoted(`${label} (number)`), n].join(',');
    }),
  );
  return [
    {
      dataset: 'population',
      path: 'population/varrowshire-population24_lsoa21.csv',
      text: csv(`lsoa21_name,lsoa21_code,total_population,${ages.join(',')}`, byAge),
    },
    {
      dataset: 'population-ethnicity',
      path: 'population/varrowshire-ethnicity21_lsoa21.csv',
      text: csv('lsoa21_code,total_residents,ethnic_group,n,prop', five),
    },
    {
      dataset: 'population-ethnicity',
      path: 'population/varrowshire-ethnicity21_ltla21.csv',
      text: csv('ltla21_code,ltla21_name,ethnic_group,value', nineteen),
    },
  ];
}

const area = (name: string, text: string): TextFile => ({ dataset: 'area', path: `area/varrowshire-${name}`, text });
const csv = (header: string, lines: readonly string[]): string => `${header}\n${lines.join('\n')}\n`;
const quoted = (text: string): string => (text.includes(',') ? `"${text}"` : text);

/** One feature a line, coordinates to 5 decimals (about a metre), as in the boundary files of the Office for National Statistics. */
function feature(properties: Readonly<Record<string, string>>, rings: readonly (readonly Point[])[]): string {
  const ring = (points: readonly Point[]) =>
    `[${points
      .map(
        (point) =>
          `[${toDegrees(point)
            .map((n) => Number(n.toFixed(5)))
            .join(',')}]`,
      )
      .join(',')}]`;
  return `{"type":"Feature","properties":${JSON.stringify(properties)},"geometry":{"type":"MultiPolygon","coordinates":[[${rings.map(ring).join(',')}]]}}`;
}

const geojson = (name: string, features: readonly string[]): string =>
  `{\n"type":"FeatureCollection",\n"name":"${name}",\n"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}},\n"features":[\n${features.join(',\n')}\n]\n}\n`;

const DOMAINS = ['Income', 'Employment', 'Education', 'Health', 'Crime', 'Housing_and_Services', 'Environment'];
/** How closely a domain follows the whole: housing and environment hardly do. */
const FOLLOWS = [0.97, 0.95, 0.9, 0.92, 0.85, 0.3, 0.3];

/** The columns of the Indices of Deprivation 2025. Scores fall with the rank; those of the domains are on a scale of 0 to 1. */
function deprivationText(county: County): string {
  const random = stream(county.seed, 'deprivation domains');
  const decile = (rank: number) => Math.ceil((rank * 10) / NATIONAL_AREAS);
  const score = (rank: number, top: number) => Math.max(0.001, top * (1 - (rank / (NATIONAL_AREAS + 1)) ** 0.4)).toFixed(3);
  const header = [
    'lsoa21_code',
    'IMD_decile',
    ...DOMAINS.map((d) => `${d}_decile`),
    'IMD_rank',
    ...DOMAINS.map((d) => `${d}_rank`),
    'IMD_score',
    ...DOMAINS.map((d) => `${d}_score`),
  ];
  const lines = county.lsoas.map((lsoa) => {
    const ranks = FOLLOWS.map((follows) =>
      Math.min(NATIONAL_AREAS, Math.max(1, Math.round(follows * lsoa.rank + (1 - follows) * random.next() * NATIONAL_AREAS))),
    );
    return [lsoa.code, lsoa.decile, ...ranks.map(decile), lsoa.rank, ...ranks, score(lsoa.rank, 90), ...ranks.map((rank) => score(rank, 1))].join(',');
  });
  return csv(header.join(','), lines);
}
