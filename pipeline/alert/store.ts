// What alerts need of the warehouse. A test replaces it by a store that breaks.
import type { Warehouse } from '../warehouse/warehouse.ts';

export type AlertStore = Pick<Warehouse, 'query' | 'command' | 'insertObjects'>;
