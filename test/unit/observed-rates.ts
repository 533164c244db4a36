// Intervals of an invented rate card with observed grades.

/** Low and high end of each factor. */
export const ENDS: Record<string, [number, number]> = {
  ads_per_page: [2, 4],
  ad_block_share: [0.2, 0.4],
  fill_rate: [0.5, 0.9],
  valid_traffic_share: [0.6, 1],
  publisher_share: [0.5, 0.8],
  cpm: [0.5, 2],
  heavy_user_share: [0.1, 0.3],
  contamination_share: [0, 0.001],
  pages_per_visitor: [2, 8],
};
