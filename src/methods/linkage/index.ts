/** See docs/methods/linkage. */
export {};
