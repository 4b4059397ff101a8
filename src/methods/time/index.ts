/** See docs/methods/time. */
export {};
