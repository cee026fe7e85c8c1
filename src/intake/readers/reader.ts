import type { Result } from "../../result.ts";
import type { FileFact, MalformedMetadata, MetadataFile } from "../found-file.ts";

/** One kind of text that packaging tools write beside their files. */
export interface MetadataReader {
  /** Whether a file is one by its name. */
  isNamed(fileName: string): boolean;
  /**
   * Reads what it says of other files, or gives null if it is another kind of file with such a name. Refuses
   * `metadata_malformed` if it is of the kind, but not as the tool writes it.
   */
  read(file: MetadataFile): Result<readonly FileFact[] | null, MalformedMetadata>;
}
