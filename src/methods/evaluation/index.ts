/** See docs/methods/evaluation. */
export {};
