/** See docs/methods/disproportionality. */
export {};
