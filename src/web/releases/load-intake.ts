/** Fetches what reads the texts beside files, which only those who add builds need. */
export async function loadIntake() {
  const { config } = await import("zod");
  // The page's policy lets no text become code, and zod would try.
  config({ jitless: true });
  const [{ planIntake }, { isMetadataName, MOST_METADATA_BYTES }] = await Promise.all([
    import("../../intake/plan.ts"),
    import("../../intake/read-metadata.ts"),
  ]);
  return { planIntake, isMetadataName, MOST_METADATA_BYTES };
}
