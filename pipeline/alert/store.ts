// What alerts need of the warehouse; a test puts a store that breaks in its place.
import type { Warehouse } from '../warehouse/warehouse.ts';

export type AlertStore = Pick<Warehouse, 'query' | 'command' | 'insertObjects'>;
