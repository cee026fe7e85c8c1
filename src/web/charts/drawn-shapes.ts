import type { Shape } from "../../client/shape.ts";

/** A release of the calendar with the dates on which customers get it. */
export type DrawnRelease = Shape<"ReleaseDatesList">["items"][number];

/** The versions in use at the end of a day. */
export type DrawnDay = Shape<"getAdoptionAnswer">["days"][number];
