import { useIntl } from "react-intl";
import { ARCHITECTURES, type Architecture, PLATFORMS } from "../../catalog/platform.ts";
import { isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import type { Connection } from "../data/connect.ts";
import form from "../explain/explain.module.css";
import { CommittedField } from "../ui/committed-field.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import { type ConnectSearch, FIRST_VERSION } from "./connect-search.ts";

/** One framework with the protocol that its apps use. */
export interface Choice {
  readonly connection: Connection;
  readonly framework: Connection["frameworks"][number];
}

interface Props {
  readonly search: ConnectSearch;
  readonly choices: readonly Choice[];
  readonly chosen: Choice | undefined;
  readonly onChange: (change: Partial<ConnectSearch>) => void;
}

/** The fields of the app: its platform, what it is made with, and what it calls itself. */
export function AppForm({ search, choices, chosen, onChange }: Props) {
  const intl = useIntl();
  const { platform = "win", arch = "x64", version = FIRST_VERSION } = search;
  const checkVersion = (text: string) =>
    text !== "" && isUnreadable(parseRunningVersion(text))
      ? intl.formatMessage({ id: "explain.version.malformed" })
      : undefined;
  const choose = (name: string) => {
    const choice = choices.find(({ framework }) => framework.name === name);
    if (choice) onChange({ updater: choice.connection.updater, framework: name });
  };
  return (
    <div className={form.fields}>
      <SelectField
        label={intl.formatMessage({ id: "explain.platform" })}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
        value={platform}
        onChange={(next) => onChange({ platform: next })}
      />
      <SelectField
        label={intl.formatMessage({ id: "connect.framework" })}
        options={choices.map(({ framework: { name } }) => ({ value: name, label: name }))}
        value={chosen?.framework.name ?? null}
        onChange={choose}
      />
      <SelectField<Architecture>
        label={intl.formatMessage({ id: "explain.arch" })}
        options={ARCHITECTURES.map((value) => ({ value, label: value }))}
        value={arch}
        onChange={(next) => onChange({ arch: next })}
      />
      <CommittedField
        label={intl.formatMessage({ id: "connect.version" })}
        description={intl.formatMessage({ id: "connect.version.about" })}
        value={version}
        check={checkVersion}
        onCommit={(text) => onChange({ version: text === "" ? undefined : text })}
      />
    </div>
  );
}
