/**
 * The invented places of Varrowshire. No name is that of a real district, ward, community safety partnership or force (checked by a test against
 * the real lists where these are at hand). Codes begin with X, which no real area code does.
 */
export const FORCE = { slug: 'varrowshire', name: 'Varrowshire Police', areaCode: 'X23000001', areaName: 'Varrowshire' } as const;

export interface DistrictPlan {
  readonly code: string;
  readonly name: string;
  readonly csp: string;
  readonly lsoas: number;
  readonly wards: number;
  /** Where its main town stands, in km east and north of the middle of the county. */
  readonly town: readonly [number, number];
  /** Most cells of the mesh that it may take: cities are small and dense. */
  readonly cells: number;
  /** How tightly people live about the town, km. */
  readonly spread: number;
  readonly kind: 'city' | 'town' | 'rural';
}

export const CSPS: Readonly<Record<string, string>> = {
  X22000001: 'Harrowmere',
  X22000002: 'Ostmouth',
  X22000003: 'Marlingate',
  X22000004: 'Skelderby and Fennshaw',
  X22000005: 'Aldersea',
  X22000006: 'West Varrow',
};

export const DISTRICTS: readonly DistrictPlan[] = [
  { code: 'X07000001', name: 'Harrowmere', csp: 'X22000001', lsoas: 96, wards: 22, town: [2, -3], cells: 420, spread: 7, kind: 'city' },
  { code: 'X07000002', name: 'Ostmouth', csp: 'X22000002', lsoas: 52, wards: 13, town: [21, 6], cells: 520, spread: 5, kind: 'town' },
  { code: 'X07000003', name: 'Marlingate', csp: 'X22000003', lsoas: 44, wards: 11, town: [-15, 8], cells: 700, spread: 5, kind: 'town' },
  { code: 'X07000004', name: 'Skelderby', csp: 'X22000004', lsoas: 32, wards: 8, town: [8, 18], cells: 900, spread: 6, kind: 'town' },
  { code: 'X07000005', name: 'Aldersea', csp: 'X22000005', lsoas: 28, wards: 7, town: [19, -15], cells: 1000, spread: 7, kind: 'rural' },
  { code: 'X07000006', name: 'Fennshaw', csp: 'X22000004', lsoas: 26, wards: 6, town: [-6, 23], cells: 1100, spread: 8, kind: 'rural' },
  { code: 'X07000007', name: 'Kelderwick Vale', csp: 'X22000006', lsoas: 22, wards: 6, town: [-22, -9], cells: 1200, spread: 9, kind: 'rural' },
  { code: 'X07000008', name: 'Wraxby', csp: 'X22000006', lsoas: 20, wards: 5, town: [-2, -20], cells: 1200, spread: 9, kind: 'rural' },
];

/** One name a ward, in the order of the ward codes: as many as the wards of {@link DISTRICTS}. */
export const WARD_NAMES: readonly string[] = [
  'Craneshaw Osterford Mosshaven Saltfield Otterford Embershaw Mossgarth Hazelden Wainreach Underfield Elderford',
  'Ashshaw Ottermere Hollowby Whinley Willowgarth Wainden Sedgestow Carrwick Elderhaven Rushby Craneby',
  'Larkby Larkwick Hazelholme Carrhaven Coppercombe Lindenstow Osterfield Garthreach Tollandwick Brackenby Ashstow',
  'Reedfield Sorrelford Marchfield Caldshaw Skellhaven Fallowgate Sedgereach Millholme Sorrelwick Saltcombe Rushreach',
  'Caldgate Pellcombe Quarryby Mallowmere Dunthorpe Mallowgate Staneford Kellwick Kellcombe Emberstow Lindenden',
  'Heronwick Alderhaven Tarnden Hollowshaw Terncombe Willowden Reedhaven Garthstow Undergate Weirholme Yarrowmere',
  'Fallowley Fenthorpe Tollandstow Thistlemere Gorseholme Copperfield Thistleholme Quarrythorpe Brandcombe Dunmere Ravenmere Rookthorpe',
].flatMap((line) => line.split(' '));

const STREET_FIRST =
  'Abbot Anvil Barley Beacon Birch Bishop Brook Canal Castle Cedar Chapel Clover Cooper Dyer Elm Falcon Ferry Foundry Glebe Granary Harbour Hawthorn Holly Ivy Juniper Kestrel King Lantern Laurel Lime Maple Market Meadow Mercer Nelson Orchard Park Poplar Priory Queen River Rowan Saddler Sexton Station Swan Tanner Vicarage Wharf Windmill'.split(
    ' ',
  );
const STREET_LAST = ['Street', 'Road', 'Avenue', 'Close', 'Lane', 'Drive', 'Way', 'Gardens'];

/** Street `i` of the county: a fixed list that repeats after 400. */
export const streetName = (i: number): string =>
  `${STREET_FIRST[i % STREET_FIRST.length]} ${STREET_LAST[Math.floor(i / STREET_FIRST.length) % STREET_LAST.length]}`;

/** Kinds of place that data.police.uk names in general terms. */
export const GENERAL_PLACES = [
  'Supermarket',
  'Parking Area',
  'Shopping Area',
  'Petrol Station',
  'Sports/Recreation Area',
  'Park/Open Space',
  'Bus/Coach Station',
  'Further/Higher Educational Building',
];
/** Those of a town centre at night. */
export const NIGHT_PLACES = ['Nightclub', 'Theatre/Concert Hall', 'Pedestrian Subway', 'Shopping Area'];
