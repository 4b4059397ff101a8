/** The shell's commands. */
export { processIo } from './io.ts';
export { main } from './main.ts';
