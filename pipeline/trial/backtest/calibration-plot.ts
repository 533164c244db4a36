// A calibration plot as SVG: of what share of the months the class is above documented money, by
// alpha. On the diagonal it is as often as alpha says; below it, less often. No script, no font and
// no address, so it looks the same anywhere.
import type { Calibration } from './leave-one-out.ts';

const [WIDTH, HEIGHT] = [560, 508];
const PLOT = { left: 80, top: 56, right: 24, bottom: 100 };
const MOST = 0.5;
const TICKS = [0, 0.1, 0.2, 0.3, 0.4, 0.5];
const INK = '#1b1b1b';
const QUIET = '#5a5a5a';
const CURVE = '#0b5394';
const TOO_FEW = 'There are too few members for a class.';
const NO_PROOF = 'A class above documented money may still be below the truth.';

const x = (alpha: number) => PLOT.left + ((WIDTH - PLOT.left - PLOT.right) * alpha) / MOST;
const y = (share: number) =>
  HEIGHT - PLOT.bottom - ((HEIGHT - PLOT.top - PLOT.bottom) * Math.min(share, MOST)) / MOST;
const at = (value: number) => value.toFixed(1);
const percent = (share: number) => `${String(Math.round(share * 100))} %`;

export function calibrationPlot({ points, members, strata, smallStrata }: Calibration): string {
  const title = `Class of comparable operations, ${String(members)} members left out in turn`;
  const [first, last] = [points[0], points.at(-1)];
  const told =
    first === undefined || last === undefined
      ? TOO_FEW
      : `At alpha ${percent(first.alpha)} the class is above documented money in ` +
        `${percent(first.share)} of the months, at ${percent(last.alpha)} in ${percent(last.share)}.`;
  const where =
    `Strata: ${String(strata)}` +
    (smallStrata === 0 ? '.' : `; ${String(smallStrata)} with too few members not shown.`);
  const path = points.map(({ alpha, share }) => `${at(x(alpha))},${at(y(share))}`).join(' ');
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(WIDTH)} ${String(HEIGHT)}"`,
    ' role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="13">',
    `<title id="title">${title}</title>`,
    `<desc id="desc">${told} On the diagonal it would be as often as alpha says. ${NO_PROOF} ` +
      `${where}</desc>`,
    `<rect width="${String(WIDTH)}" height="${String(HEIGHT)}" fill="#ffffff"/>`,
    text(PLOT.left, 26, title, { size: 15 }),
    text(PLOT.left, 44, 'On or below the dashed line: no more often than alpha says', {
      fill: QUIET,
      size: 12,
    }),
    ...TICKS.flatMap((tick) => ticks(tick)),
    line([x(0), y(0)], [x(MOST), y(MOST)], `stroke="${QUIET}" stroke-dasharray="6 4"`),
    text(x(0.41), y(0.445), 'as often as alpha', { fill: QUIET, anchor: 'end' }),
    `<polyline points="${path}" fill="none" stroke="${CURVE}" stroke-width="2.5"/>`,
    ...points.map(
      ({ alpha, share }) =>
        `<circle cx="${at(x(alpha))}" cy="${at(y(share))}" r="3" fill="${CURVE}"/>`,
    ),
    ...(points.length === 0 ? [text(x(0.02), y(0.25), TOO_FEW, { size: 15 })] : []),
    text(x(MOST / 2), HEIGHT - 52, 'alpha of the class', { anchor: 'middle' }),
    text(PLOT.left, HEIGHT - 28, NO_PROOF, { fill: QUIET, size: 12 }),
    text(PLOT.left, HEIGHT - 12, where, { fill: QUIET, size: 12 }),
    `<g transform="translate(22 ${at(y(MOST / 2))}) rotate(-90)">`,
    text(0, 0, 'months with a class above documented money', { anchor: 'middle' }),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function ticks(tick: number): string[] {
  const grid = 'stroke="#d9d9d9"';
  return [
    line([x(tick), y(0)], [x(tick), y(MOST)], grid),
    line([x(0), y(tick)], [x(MOST), y(tick)], grid),
    text(x(tick), y(0) + 20, percent(tick), { anchor: 'middle' }),
    text(x(0) - 10, y(tick) + 4, percent(tick), { anchor: 'end' }),
  ];
}

type Place = readonly [x: number, y: number];

function line([x1, y1]: Place, [x2, y2]: Place, look: string): string {
  return `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${look}/>`;
}

interface Look {
  fill?: string;
  size?: number;
  anchor?: 'start' | 'middle' | 'end';
}

/** Figures and words of our own: nothing of a record is in a plot. */
function text(left: number, top: number, words: string, look: Look = {}): string {
  const { fill = INK, size = 13, anchor = 'start' } = look;
  const place = `x="${at(left)}" y="${at(top)}" fill="${fill}" font-size="${String(size)}"`;
  return `<text ${place} text-anchor="${anchor}">${words}</text>`;
}
