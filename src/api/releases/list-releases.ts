import { ReleaseList } from "../../contract/release.ts";
import { ok } from "../../result.ts";
import { endpoint } from "../endpoint.ts";
import { toReleaseAnswer } from "./release-answer.ts";

export const getReleases = endpoint({
  method: "GET",
  path: "/v1/releases",
  summary: "The release calendar, the newest version first",
  answer: ReleaseList,
  handle: async (_asked, context) => {
    await context.follower.catchUp();
    return ok({ items: context.fleet.calendar.map(({ release }) => toReleaseAnswer(release)) });
  },
});
