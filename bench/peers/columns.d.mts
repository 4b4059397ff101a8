export const TYPES: Readonly<Record<string, Uint8ArrayConstructor | Uint16ArrayConstructor | Uint32ArrayConstructor>>;
export const VIEWS: readonly string[];
export const FILTERS: Readonly<Record<string, { readonly force: number; readonly from: number; readonly to: number; readonly crimeTypes: readonly number[] } | null>>;
