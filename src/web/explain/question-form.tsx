import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useDeferredValue, useState } from "react";
import { FormattedMessage, useIntl } from "react-intl";
import { parseOsVersion } from "../../catalog/os-version.ts";
import { ARCHITECTURES, type Architecture, PLATFORMS } from "../../catalog/platform.ts";
import { isUnreadable, parseRunningVersion } from "../../catalog/running-version.ts";
import { installationsQuery } from "../data/explain.ts";
import { userQuery, usersQuery } from "../data/users.ts";
import { Button } from "../ui/button.tsx";
import { Checkbox } from "../ui/checkbox.tsx";
import { CommittedField } from "../ui/committed-field.tsx";
import { DateTimeField } from "../ui/date-time-field.tsx";
import { FindField } from "../ui/find-field.tsx";
import { PLATFORM_NAMES } from "../ui/platform-names.ts";
import { SelectField } from "../ui/select-field.tsx";
import styles from "./explain.module.css";
import type { ExplainSearch } from "./explain-search.ts";

interface Props {
  readonly organizationId: string;
  readonly search: ExplainSearch;
  readonly onAsk: (change: Partial<ExplainSearch>) => void;
}

/** The fields of the question. Each change is asked at once. */
export function QuestionForm({ organizationId, search, onAsk }: Props) {
  const intl = useIntl();
  const { platform = "win", arch = "x64", version = "", manual = false, installedAt, at } = search;
  const checkVersion = (text: string) =>
    text === "" || !isUnreadable(parseRunningVersion(text))
      ? undefined
      : intl.formatMessage({ id: "explain.version.malformed" });
  return (
    <div className={styles.fields}>
      <UserField organizationId={organizationId} search={search} onAsk={onAsk} />
      <InstallationField organizationId={organizationId} search={search} onAsk={onAsk} />
      <SelectField
        label={intl.formatMessage({ id: "explain.platform" })}
        options={PLATFORMS.map((value) => ({ value, label: PLATFORM_NAMES[value] }))}
        value={platform}
        onChange={(next) => onAsk({ platform: next })}
      />
      <SelectField<Architecture>
        label={intl.formatMessage({ id: "explain.arch" })}
        options={ARCHITECTURES.map((value) => ({ value, label: value }))}
        value={arch}
        onChange={(next) => onAsk({ arch: next })}
      />
      <CommittedField
        label={intl.formatMessage({ id: "explain.version" })}
        description={intl.formatMessage({ id: "explain.version.about" })}
        value={version}
        check={checkVersion}
        onCommit={(text) => onAsk({ version: text === "" ? undefined : text })}
      />
      <SystemField {...{ search, onAsk }} />
      <DateTimeField
        label={intl.formatMessage({ id: "explain.installed_at" })}
        description={intl.formatMessage({ id: "explain.installed_at.about" })}
        zone="local"
        value={installedAt ?? null}
        onChange={(moment) => onAsk({ installedAt: moment ?? undefined })}
      />
      <div className={styles.when}>
        <DateTimeField
          label={intl.formatMessage({ id: "explain.at" })}
          description={intl.formatMessage({ id: at === undefined ? "explain.at.now" : "explain.at.about" })}
          zone="local"
          value={at ?? null}
          onChange={(moment) => onAsk({ at: moment ?? undefined })}
        />
        {at !== undefined && (
          <Button icon="recents" look="quiet" onPress={() => onAsk({ at: undefined })}>
            <FormattedMessage id="explain.now" />
          </Button>
        )}
      </div>
      <Checkbox isSelected={manual} onChange={(isOn) => onAsk({ manual: isOn ? true : undefined })}>
        <FormattedMessage id="explain.manual" />
      </Checkbox>
      <Checkbox
        isSelected={search.managed ?? false}
        onChange={(isOn) => onAsk({ managed: isOn ? true : undefined })}
      >
        <FormattedMessage id="explain.managed" />
      </Checkbox>
    </div>
  );
}

function SystemField({ search: { osVersion = "" }, onAsk }: Pick<Props, "search" | "onAsk">) {
  const intl = useIntl();
  return (
    <CommittedField
      label={intl.formatMessage({ id: "explain.os_version" })}
      description={intl.formatMessage({ id: "explain.os_version.about" })}
      value={osVersion}
      check={(text) =>
        text === "" || parseOsVersion(text).ok
          ? undefined
          : intl.formatMessage({ id: "explain.os_version.malformed" })
      }
      onCommit={(text) => onAsk({ osVersion: text === "" ? undefined : text })}
    />
  );
}

function UserField({ organizationId, search: { user }, onAsk }: Props) {
  const intl = useIntl();
  const [text, setText] = useState("");
  const found = useInfiniteQuery(usersQuery(organizationId, useDeferredValue(text.trim())));
  const { data: chosen } = useQuery({ ...userQuery(user ?? ""), enabled: user !== undefined });
  const users = found.data?.pages[0]?.body.items ?? [];
  return (
    <FindField
      label={intl.formatMessage({ id: "explain.user" })}
      description={intl.formatMessage({ id: "explain.user.about" })}
      chosen={user === undefined ? null : (chosen?.body.displayName ?? user)}
      found={users.map(({ id, displayName, email }) => ({ id, name: displayName, about: email }))}
      onType={setText}
      onChoose={(id) => onAsk({ user: id ?? undefined, installation: undefined })}
      nothing={intl.formatMessage({ id: "explain.user.none" })}
      removeLabel={intl.formatMessage({ id: "explain.user.remove" })}
    />
  );
}

/** Chooses an installation; a known one also fills in what it said of itself. */
function InstallationField({ organizationId, search: { user, installation }, onAsk }: Props) {
  const intl = useIntl();
  const [text, setText] = useState("");
  const { data } = useQuery(installationsQuery(organizationId, useDeferredValue(text.trim()), user));
  const known = data?.items ?? [];
  const choose = (id: string | null) => {
    const one = known.find(({ installation: name }) => name === id);
    onAsk({
      installation: id ?? undefined,
      ...(one && {
        platform: one.platform,
        arch: one.arch,
        version: one.version ?? undefined,
        osVersion: one.osVersion ?? undefined,
        managed: one.managed || undefined,
      }),
      ...(one?.userId && { user: one.userId }),
    });
  };
  return (
    <FindField
      label={intl.formatMessage({ id: "explain.installation" })}
      description={intl.formatMessage({ id: "explain.installation.about" })}
      chosen={installation ?? null}
      found={known.map((one) => ({
        id: one.installation,
        name: one.installation,
        about: intl.formatMessage(
          { id: "explain.installation.runs" },
          { platform: PLATFORM_NAMES[one.platform], arch: one.arch, version: one.version ?? "" },
        ),
      }))}
      onType={setText}
      onChoose={choose}
      nothing={intl.formatMessage({ id: "explain.installation.none" })}
      removeLabel={intl.formatMessage({ id: "explain.installation.remove" })}
      takesTyped
    />
  );
}
