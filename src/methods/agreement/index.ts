/** See docs/methods/agreement. */
export {};
