// Money that went back, who reports it, and how.
import { inMonth } from '../flow-records.ts';
import {
  type Kinds,
  booked,
  dayAfter,
  each,
  earned,
  refundOf,
  shown,
  stated,
  taken,
  total,
} from './world.ts';

export const takeBacks: Kinds = {
  a202_refund_known_to_one_of_three: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        ...each(months, 'd', shown),
        taken('r', `b${String(at)}`, cents, on, { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  a204_refund_nine_days_later_in_the_other: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', `s${String(at)}`, cents, on),
        taken('r', `b${String(at)}`, cents, dayAfter(on, 9), { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  a206_refund_under_an_id_of_another_export: (random) => {
    const months = earned(random, 5);
    const { at, of, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', `row-${String(at)}`, cents, on, { ...inMonth(of.month) }),
      ],
      truth: total(months) - cents,
    };
  },
  a208_refund_names_the_flow_of_the_other_source: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    const reverses = { source: 'statement', flow_id: `s${String(at)}` };
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', null, cents, on, { source: 'bank', reverses }),
      ],
      truth: total(months) - cents,
    };
  },
  a210_refund_in_two_parts_in_the_other: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    const part = Math.floor(cents / 3);
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', `s${String(at)}`, cents, on),
        taken('r1', `b${String(at)}`, part, on, { source: 'bank' }),
        taken('r2', `b${String(at)}`, cents - part, on, { source: 'bank' }),
      ],
      truth: total(months) - cents,
    };
  },
  a212_only_the_processor_reports_refunds: (random) => {
    const months = earned(random, 6);
    const { at, cents, on } = refundOf(random, months);
    const reverses = { source: 'statement', flow_id: `s${String(at)}` };
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months.slice(2), 'b', booked),
        taken('r', null, cents, on, { source: 'processor', reverses }),
      ],
      truth: total(months) - cents,
    };
  },
  a224_disputed_refund: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', `s${String(at)}`, cents, on),
        taken('r', `s${String(at)}`, cents - 300, on),
        ...each(months, 'b', booked),
      ],
      truth: total(months) - cents,
    };
  },
  a226_refund_that_never_was_in_one: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', `s${String(at)}`, cents, on),
        taken('r', `s${String(at)}`, cents, on, { revision: 2, void: true }),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
  a244_refund_names_flows_of_two_sources: (random) => {
    const months = earned(random, 5);
    const { at, cents, on } = refundOf(random, months);
    const reverses = { source: 'statement', flow_id: `s${String(at)}` };
    return {
      flows: [
        ...each(months, 's', stated),
        ...each(months, 'b', booked),
        taken('r', `s${String(at)}`, cents, on),
        taken('r', null, cents, dayAfter(on, 1), { source: 'bank', reverses }),
      ],
      truth: total(months) - cents,
    };
  },
  a250_refund_undone_and_paid_again: (random) => {
    const months = earned(random, 5);
    const { at, of, on } = refundOf(random, months);
    const again = { ...of, paidOn: dayAfter(on, 30) };
    return {
      flows: [
        ...each(months, 's', stated),
        taken('r', `s${String(at)}`, of.cents, on),
        stated('again', again),
        ...each(months, 'b', booked),
      ],
      truth: total(months),
    };
  },
};
