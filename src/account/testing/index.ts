export { type Room, ITEM, macros, openRoom, REPORT } from './room.ts';
