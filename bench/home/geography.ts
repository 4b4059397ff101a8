/**
 * The country of the benchmarks: 43 forces, 35,672 areas of the 2021 edition, invented districts, wards and people.
 * Everything is a pure function of the seed, written in SQL, so that ten million rows take seconds and are the same on every machine.
 */
import { codeList } from '../../src/reference/index.ts';

export const AREAS = 35_672;

export interface BenchForce {
  readonly id: number;
  readonly slug: string;
  readonly label: string;
  readonly areaCode: string;
  /** Number of LSOAs. */
  readonly areas: number;
  readonly districts: number;
}

/** Rough size of a force against the median one. Only the skew matters here: one very large, a few large, a long tail, one tiny. */
const RELATIVE_SIZE: Readonly<Record<string, number>> = {
  metropolitan: 9,
  'greater-manchester': 3,
  'west-midlands': 3,
  'west-yorkshire': 2.5,
  'thames-valley': 2.5,
  hampshire: 2.1,
  kent: 2,
  essex: 1.9,
  'avon-and-somerset': 1.8,
  'devon-and-cornwall': 1.8,
  sussex: 1.8,
  lancashire: 1.7,
  merseyside: 1.6,
  northumbria: 1.6,
  'south-yorkshire': 1.5,
  'south-wales': 1.4,
  'west-mercia': 1.4,
  bedfordshire: 0.7,
  cleveland: 0.6,
  cumbria: 0.6,
  'dyfed-powys': 0.6,
  gloucestershire: 0.7,
  warwickshire: 0.6,
  'city-of-london': 0.006,
};

/** The 43 territorial forces with their share of the areas; the counts add up to `total`. */
export function benchForces(total: number = AREAS): BenchForce[] {
  const forces = codeList('force').items.flatMap((item) =>
    item.id >= 1 && item.id <= 43 && typeof item.areaCode === 'string'
      ? [{ id: item.id, slug: item.code, label: item.label, areaCode: item.areaCode, size: RELATIVE_SIZE[item.code] ?? 1 }]
      : [],
  );
  const whole = forces.reduce((sum, force) => sum + force.size, 0);
  let cumulative = 0;
  return forces.map(({ size, ...force }) => {
    const before = Math.round((cumulative / whole) * total);
    cumulative += size;
    const areas = Math.round((cumulative / whole) * total) - before;
    return { ...force, areas, districts: Math.max(1, Math.min(32, Math.round(areas / 110))) };
  });
}

/**
 * Statements that make the temporary tables `g_force`, `g_district`, `g_csp`, `g_ward` and `g_lsoa`, on which the frame and the facts draw.
 * `g_lsoa.risk` is the relative number of events of an area: log-normal, and rising with deprivation.
 */
export function geographySql(seed: number, forces: readonly BenchForce[], areaInt: (code: string) => number | undefined): string[] {
  const rows = forces.map((f) => `(${f.id}, ${areaInt(f.areaCode) ?? 0}, '${f.label.replaceAll("'", "''")}', '${f.slug}', ${f.areas}, ${f.districts})`);
  return [
    // A uniform number in [0, 1) for an item and a stream; `hash` is the same on every machine for one version of DuckDB. One argument: the hash of
    // two is a xor of both, so that two streams of an item would be the same number but for some bits.
    `CREATE TEMP MACRO h(i, stream) AS hash((i::BIGINT * 1024 + stream)::BIGINT + ${seed} * 1000000000000000)`,
    'CREATE TEMP MACRO u(i, stream) AS h(i, stream) / 18446744073709551616.0',
    'CREATE TEMP MACRO gauss(i, stream) AS sqrt(-2 * ln(u(i, stream) + 1e-12)) * cos(2 * pi() * u(i, stream + 500))',
    `CREATE TEMP TABLE g_force AS SELECT * FROM (VALUES ${rows.join(', ')}) t(force, code, name, slug, areas, districts)`,
    `CREATE TEMP TABLE g_district AS
       SELECT (row_number() OVER (ORDER BY force, d))::USMALLINT AS idx, force, d, districts, areas,
              (areas * d // districts) AS first_area, (areas * (d + 1) // districts) - (areas * d // districts) AS n
       FROM g_force, LATERAL (SELECT unnest(range(districts)) AS d)`,
    // Every eighth partnership joins two districts of the same force.
    `CREATE TEMP TABLE g_csp AS
       SELECT idx AS district, force, dense_rank() OVER (ORDER BY force, CASE WHEN d % 8 = 7 THEN d - 1 ELSE d END)::USMALLINT AS csp FROM g_district`,
    `CREATE TEMP TABLE g_lsoa AS
       SELECT (row_number() OVER (ORDER BY district, k))::UINTEGER AS idx, district, force, k, n, 0::USMALLINT AS ward, 0::UTINYINT AS decile, 0.0::DOUBLE AS risk
       FROM (SELECT idx AS district, force, n, unnest(range(n)) AS k FROM g_district)`,
    `CREATE TEMP TABLE g_ward AS
       SELECT (row_number() OVER (ORDER BY district, w))::USMALLINT AS idx, district, w FROM (SELECT DISTINCT district, k // 5 AS w FROM g_lsoa)`,
    // Deprivation follows districts (poor districts exist) and then areas; ranked into tenths of the whole country.
    `CREATE OR REPLACE TEMP TABLE g_lsoa AS
       WITH scored AS (SELECT l.* EXCLUDE (ward, decile, risk), w.idx AS ward, gauss(l.district, 1) + gauss(l.idx, 2) AS score
                       FROM g_lsoa l JOIN g_ward w ON w.district = l.district AND w.w = l.k // 5)
       SELECT idx, district, force, k, n, ward, ntile(10) OVER (ORDER BY score, idx)::UTINYINT AS decile, exp(0.8 * gauss(idx, 3) - 0.35 * score) AS risk
       FROM scored ORDER BY idx`,
  ];
}

/** Statements that fill the empty database in use with the frame. Areas are boxes: districts are strips of a force, LSOAs a grid of a district. */
export function frameSql(): string[] {
  const letterX = 200_000_000;
  return [
    'CREATE TABLE force_area AS SELECT force::UTINYINT AS force, code::UINTEGER AS code, name FROM g_force ORDER BY force',
    `CREATE TABLE csp AS
       SELECT csp AS idx, (${letterX + 22_000_000} + csp)::UINTEGER AS code, 'Benchshire partnership ' || csp AS name, any_value(force)::UTINYINT AS force FROM g_csp GROUP BY csp ORDER BY csp`,
    `CREATE TABLE district AS
       SELECT d.idx, (${letterX + 7_000_000} + d.idx)::UINTEGER AS code, 'Benchford ' || d.idx AS name, c.csp, d.force::UTINYINT AS force
       FROM g_district d JOIN g_csp c ON c.district = d.idx ORDER BY d.idx`,
    `CREATE TABLE ward AS SELECT idx, (${letterX + 5_000_000} + idx)::UINTEGER AS code, 'Benchward ' || idx AS name, district FROM g_ward ORDER BY idx`,
    `CREATE TABLE lsoa AS
       SELECT idx, (${letterX + 1_000_000} + idx)::UINTEGER AS code, 2021::USMALLINT AS vintage,
              printf('Benchford %d %03d%s', district, 1 + k // 5, chr((65 + k % 5)::INTEGER)) AS name, district, ward, decile, idx AS to21
       FROM g_lsoa ORDER BY idx`,
    residentsSql(),
    boundarySql(),
    `CREATE TABLE frame_note AS SELECT 'fictional' AS kind, 'Invented areas and people for benchmarks: no figure here says anything about a real place.' AS text`,
  ];
}

/**
 * People: 1,000 to 2,600 an area. As the store keeps them: by age band and five ethnic groups in every area, by single year of age and nineteen groups
 * from districts up.
 */
function residentsSql(): string {
  const level = (name: string, idx: string, from = 'fine') =>
    `SELECT '${name}' AS level, ${idx}::UINTEGER AS idx, edition, age_from, age_to, eth_group, eth, sum(n)::UINTEGER AS n FROM ${from} GROUP BY ALL`;
  const all = '0::UTINYINT AS age_from, 255::UTINYINT AS age_to';
  return `CREATE TABLE residents AS
    WITH area AS (SELECT idx AS lsoa, ward, district, force, decile, 1000 + (1600 * u(idx, 10))::INTEGER AS people, 0.03 + 0.4 * pow(u(district, 11), 3) AS minority FROM g_lsoa),
    placed AS (SELECT a.*, c.csp FROM area a JOIN g_csp c ON c.district = a.district),
    age AS (SELECT p.*, a AS age, greatest(0, round(people * (CASE WHEN a < 50 THEN 0.0134 ELSE 0.0134 - 0.00017 * (a - 50) END) * (0.7 + 0.6 * u(p.lsoa * 100 + a, 12))))::UINTEGER AS n
            FROM placed p, LATERAL (SELECT unnest(range(91)) AS a)),
    eth AS (SELECT p.*, e.eth, e.grp, round(people * CASE WHEN grp = 4 AND e.eth = 1 THEN (1 - minority) * 0.92 WHEN grp = 4 THEN (1 - minority) * 0.08 / 3 ELSE minority / 14 END * (0.8 + 0.4 * u(p.lsoa * 100 + e.eth, 13)))::UINTEGER AS n
            FROM placed p, (VALUES (1,4),(2,4),(3,4),(4,4),(5,3),(6,3),(7,3),(8,3),(9,1),(10,1),(11,1),(12,1),(13,1),(14,2),(15,2),(16,2),(17,5),(18,5)) e(eth, grp)),
    banded AS (SELECT age.*, b.age_from, b.age_to FROM age JOIN (VALUES (0, 9), (10, 17), (18, 24), (25, 34), (35, 255)) b(age_from, age_to) ON age BETWEEN b.age_from AND b.age_to),
    fine AS (
      SELECT lsoa, ward, district, csp, force, decile, 'mid-2020' AS edition, age_from::UTINYINT AS age_from, age_to::UTINYINT AS age_to, 0::UTINYINT AS eth_group, 0::UTINYINT AS eth, sum(n) AS n FROM banded GROUP BY ALL
      UNION ALL SELECT lsoa, ward, district, csp, force, decile, 'mid-2020', ${all}, 0, 0, sum(n) FROM age GROUP BY ALL
      UNION ALL SELECT lsoa, ward, district, csp, force, decile, 'census-2021', ${all}, grp, 0, sum(n) FROM eth GROUP BY ALL
      UNION ALL SELECT lsoa, ward, district, csp, force, decile, 'census-2021', ${all}, grp, eth, n FROM eth
      UNION ALL SELECT lsoa, ward, district, csp, force, decile, 'census-2021', ${all}, 0, 0, sum(n) FROM eth GROUP BY ALL),
    years AS (SELECT district, csp, force, 'mid-2020' AS edition, age::UTINYINT AS age_from, (CASE WHEN age = 90 THEN 255 ELSE age END)::UTINYINT AS age_to, 0::UTINYINT AS eth_group, 0::UTINYINT AS eth, n FROM age)
    ${level('force', 'force')} UNION ALL ${level('csp', 'csp')} UNION ALL ${level('district', 'district')} UNION ALL ${level('ward', 'ward')}
    UNION ALL ${level('decile21', 'decile')}
    UNION ALL ${level('force', 'force', 'years')} UNION ALL ${level('csp', 'csp', 'years')} UNION ALL ${level('district', 'district', 'years')} UNION ALL ${level('lsoa', 'lsoa')} HAVING eth = 0
    ORDER BY level, edition, idx, eth_group, eth, age_from, age_to`;
}

function boundarySql(): string {
  return `CREATE TABLE boundary AS
    WITH f AS (SELECT force, -6.0 + ((force - 1) % 7) AS x, 50.0 + ((force - 1) // 7) * 0.8 AS y FROM g_force),
    d AS (SELECT g.idx, g.force, g.n, f.x, f.y + 0.8 * g.d / g.districts AS y, 0.8 / g.districts AS h FROM g_district g JOIN f ON f.force = g.force),
    l AS (SELECT a.idx, d.x + (a.k % across) * 1.0 / across AS x, d.y + (a.k // across) * d.h / ceil(a.n / across) AS y, 1.0 / across AS w, d.h / ceil(a.n / across) AS h
          FROM (SELECT *, greatest(1, ceil(sqrt(n)))::INTEGER AS across FROM g_lsoa) a JOIN d ON d.idx = a.district),
    box AS (SELECT 'force' AS level, force::UINTEGER AS idx, x, y, 1.0 AS w, 0.8 AS h FROM f
            UNION ALL SELECT 'district', idx, x, y, 1.0, h FROM d UNION ALL SELECT 'lsoa', idx, x, y, w, h FROM l)
    SELECT level, idx, printf('{"type":"Polygon","coordinates":[[[%.5f,%.5f],[%.5f,%.5f],[%.5f,%.5f],[%.5f,%.5f],[%.5f,%.5f]]]}', x, y, x + w, y, x + w, y + h, x, y + h, x, y) AS geometry,
           x::DOUBLE AS west, y::DOUBLE AS south, (x + w)::DOUBLE AS east, (y + h)::DOUBLE AS north
    FROM box ORDER BY level, idx`;
}
