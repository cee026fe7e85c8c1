/** Where zod looks for its settings before it is loaded. */
interface ZodGlobal {
  __zod_globalConfig?: { jitless?: boolean };
}

/** Fetches what reads the texts beside files, which only those who add builds need. */
export async function loadIntake() {
  forbidCodeFromText(globalThis as ZodGlobal);
  const [{ planIntake }, { isMetadataName, MOST_METADATA_BYTES }] = await Promise.all([
    import("../../intake/plan.ts"),
    import("../../intake/read-metadata.ts"),
  ]);
  return { planIntake, isMetadataName, MOST_METADATA_BYTES };
}

/** The page's policy lets no text become code, which zod would try as soon as it is loaded. */
function forbidCodeFromText(zod: ZodGlobal): void {
  zod.__zod_globalConfig = Object.assign(zod.__zod_globalConfig ?? {}, { jitless: true });
}
