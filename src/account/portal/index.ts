export { exportForPortal } from './export.ts';
