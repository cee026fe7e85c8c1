import type { Build } from "../../catalog/build.ts";
import type { Release } from "../../catalog/release.ts";
import { ok } from "../../result.ts";
import { listBuilds } from "../../store/tables/build-table.ts";
import { findRelease } from "../../store/tables/release-table.ts";
import { may } from "../../tenancy/permission.ts";
import { notAllowed, notFound } from "../../tenancy/refusals.ts";
import type { Definition } from "../definition.ts";

/** A build as it was described and received, without its id, its release and the time at which it was added. */
export type DescribedBuild = Omit<Build, "id" | "releaseId" | "addedAt">;

/** R22: adds a build to a release. The same bytes under the same name again are the build that exists already. */
export interface AddBuild {
  readonly kind: "add_build";
  readonly id: string;
  readonly releaseId: string;
  readonly build: DescribedBuild;
}

interface BuildOfRelease {
  readonly build: Build;
  readonly release: Release;
}

export const addBuild: Definition<AddBuild, BuildOfRelease> = {
  permit: (actor) => (may(actor, "manage_catalog") ? ok(true) : notAllowed("add builds")),
  perform: async (change, { at }, { kind: action, id, releaseId, build: described }) => {
    const release = await findRelease(change.database, releaseId);
    if (!release) return notFound("release");
    const known = await listBuilds(change.database, { platform: described.platform });
    const same = known.find(({ build }) => build.releaseId === releaseId && isSameBuild(build, described));
    if (same) return ok({ build: same.build, release });
    const build = { ...described, id, releaseId, addedAt: at };
    await change.record({ subject: "build", id, action, before: null, after: build });
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
