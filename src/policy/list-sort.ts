/** The orders of a list of organizations; a dash in front reverses one. */
export const LIST_SORTS = [
  "name",
  "-name",
  "createdAt",
  "-createdAt",
  "next",
  "-next",
  "adoption",
  "-adoption",
  "schedule",
  "-schedule",
] as const;
export type ListSort = (typeof LIST_SORTS)[number];
