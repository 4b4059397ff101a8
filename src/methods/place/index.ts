/** See docs/methods/place. */
export {};
