import { useIntl } from "react-intl";
import {
  ARCHITECTURES,
  type Architecture,
  PACKAGE_FORMATS,
  PLATFORMS,
  type Platform,
} from "../../catalog/platform.ts";
import type { BuildTarget } from "../../intake/guess-target.ts";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./releases.module.css";

interface Props {
  readonly build: BuildTarget;
  readonly onChange: (build: Partial<BuildTarget>) => void;
}

/** Chooses platform, architecture and format of a file; the formats depend on the platform. */
export function BuildFields({ build: { platform, arch, format }, onChange }: Props) {
  const intl = useIntl();
  const formats: readonly string[] = PACKAGE_FORMATS[platform];
  const choosePlatform = (next: Platform) => {
    const known: readonly string[] = PACKAGE_FORMATS[next];
    onChange({ platform: next, format: known.includes(format) ? format : PACKAGE_FORMATS[next][0] });
  };
  return (
    <div className={styles.describing}>
      <SelectField
        label={intl.formatMessage({ id: "releases.platform" })}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
        value={platform}
        onChange={choosePlatform}
      />
      <SelectField<Architecture>
        label={intl.formatMessage({ id: "releases.arch" })}
        options={ARCHITECTURES.map((value) => ({ value, label: value }))}
        value={arch}
        onChange={(next) => onChange({ arch: next })}
      />
      <SelectField
        label={intl.formatMessage({ id: "releases.format" })}
        options={formats.map((value) => ({ value, label: value }))}
        value={format}
        onChange={(next) => onChange({ format: next })}
      />
    </div>
  );
}
