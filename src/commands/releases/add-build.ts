import type { Build } from "../../catalog/build.ts";
import { mergeBuild } from "../../catalog/build-change.ts";
import { checkBuild } from "../../catalog/build-fit.ts";
import { ok } from "../../result.ts";
import { type BuildOfRelease, listBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

/** A build as it was described and received, without its id, its release and the time at which it was added. */
export type DescribedBuild = Omit<Build, "id" | "releaseId" | "addedAt">;

/**
 * R22: adds a build to a release. The same bytes under the same name again are the build that exists already; what is said
 * of it then takes the place of what was said before.
 */
export interface AddBuild {
  readonly kind: "add_build";
  readonly id: string;
  readonly releaseId: string;
  readonly build: DescribedBuild;
}

export const addBuild: Definition<AddBuild, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add builds")),
  perform: async (change, { at }, { kind: action, id, releaseId, build: described }) => {
    const release = await findRelease(change.database, releaseId);
    if (!release) return notFound("release");
    const known = await listBuilds(change.database, { platform: described.platform });
    const same = known.find(({ build }) => build.releaseId === releaseId && isSameBuild(build, described));
    const before = same?.build ?? null;
    const build = before ? mergeBuild(before, described) : { ...described, id, releaseId, addedAt: at };
    const checked = checkBuild(build, release);
    if (!checked.ok) return checked;
    if (build !== before)
      await change.record({ subject: "build", id: build.id, action, before, after: build });
    return ok({ build, release });
  },
};

function isSameBuild(a: DescribedBuild, b: DescribedBuild): boolean {
  return (
    a.sha512 === b.sha512 &&
    a.platform === b.platform &&
    a.arch === b.arch &&
    a.format === b.format &&
    a.fileName === b.fileName &&
    a.url === b.url
  );
}
