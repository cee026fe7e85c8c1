/** The number of shades, and so of areas with a name, before the last one is used again. */
export const SHADES = 7;
