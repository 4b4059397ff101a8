import { attackBlock, createOracle, exactThreshold, keptRecords, plainRounding, seeded, simulate, LIFE } from './disclosure/attack/index.ts';
const data = simulate(seeded(1));
const range = (from: number, n: number): number[] => Array.from({ length: n }, (_, i) => from + i);
function blocks(turn:number){ const lsoa=(turn*7)%30, month=(turn*5)%30; return [
 ['areas x sex',{ slice: { month: [month], kind: [turn % 4] }, rows: { field: 'lsoa', values: range(lsoa % 15, 12) }, cols: { field: 'sex', values: [0, 1, 2] } }],
 ['months x outcome',{ slice: { lsoa: [lsoa], kind: [turn % 4] }, rows: { field: 'month', values: range(month, 6) }, cols: { field: 'outcome', values: range(0, 5) } }],
 ['areas x kind',{ slice: { month: [month] }, rows: { field: 'lsoa', values: range(lsoa % 20, 10) }, cols: { field: 'kind', values: range(0, 4) } }],
 ['areas x two snapshots',{ slice: { month: range(month, 3) }, rows: { field: 'lsoa', values: range(lsoa % 15, 12) }, cols: { field: 'life', values: [0,1,2], askable: [[0, 1], [1, 2]] } }],
] as const; }
for (const mech of [plainRounding, exactThreshold, keptRecords]) for (const weightsKnown of [false,true]) { if (weightsKnown && mech===plainRounding) continue;
 const oracle=createOracle(data,mech), random=seeded(42); const all:Record<string,any>={};
 for (let turn=0;turn<8;turn++) for (const [name,b] of blocks(turn)) { const r=await attackBlock(oracle,b as any,{questions:400,random,weightsKnown}); all[name]??={asked:0,targets:0,certain:0,wrong:0,bounded:0}; for (const k of Object.keys(r) as any[]) all[name][k]+=(r as any)[k]; }
 console.log(mech.name,weightsKnown,JSON.stringify(all)); }
