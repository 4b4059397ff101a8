/** Products: due, approved, sent, confirmed. */
import type { AnyAction, AnyRead } from '../../register/index.ts';
import { addProduct, approveProduct, confirmProduct, editProduct, listProducts, productOptions, readProduct, sendProduct } from './products.ts';

export { productHealth } from './health.ts';
export * from './products.ts';

export const productActions: readonly AnyAction[] = [addProduct, editProduct, approveProduct, sendProduct, confirmProduct];
export const productReads: readonly AnyRead[] = [listProducts, readProduct, productOptions];
