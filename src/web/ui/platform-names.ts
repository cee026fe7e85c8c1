/** The names of the platforms, which are the same in every language. */
export const PLATFORM_NAMES = { win: "Windows", mac: "macOS", linux: "Linux" } as const;
