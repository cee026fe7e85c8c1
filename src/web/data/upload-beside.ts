import type { CompanionKind } from "../../catalog/updaters.ts";
import type { CarriedDetails } from "../../intake/of-release.ts";

/** A file that belongs to the build. */
export interface UploadCompanion {
  readonly file: File;
  readonly kind: CompanionKind;
  readonly fileName: string;
  readonly from: string | null;
  readonly edSignature: string | null;
}

/** What lies beside a file: what the build carries for updaters, and its block map and deltas. */
export interface UploadBeside {
  readonly carried: CarriedDetails;
  readonly companions: readonly UploadCompanion[];
}
