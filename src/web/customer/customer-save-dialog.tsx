import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { useIntl } from "react-intl";
import type { Me } from "../data/me.ts";
import {
  lastSaveQuery,
  organizationQuery,
  organizationSettingsQuery,
  previewOrganizationSettings,
} from "../data/organization.ts";
import { BothVersions, type Version } from "../schedule/both-versions.tsx";
import { SaveDialog } from "../schedule/save-dialog.tsx";
import { savedText } from "../schedule/saved-text.ts";
import { Loading } from "../ui/states.tsx";
import { applyChange, type CustomerChange, type SettingsBefore, undoChange } from "./undo.ts";

interface Props {
  readonly me: Me;
  readonly organizationId: string;
  readonly before: SettingsBefore;
  readonly change: CustomerChange;
  readonly basedOn: string | null;
  readonly place?: "dialog" | "below";
  readonly onKeep: (() => void) | undefined;
  readonly onClose: () => void;
  /** Called when the change is saved or dropped. */
  readonly onLeave: () => void;
}

/** Shows what a change will do to one customer, then saves it, with an undo. */
export function CustomerSaveDialog(props: Props) {
  const { me, organizationId, before, change, basedOn } = props;
  const intl = useIntl();
  const { name } = useSuspenseQuery(organizationQuery(organizationId)).data;
  const isReturn = change.schedule === "inherit";
  return (
    <SaveDialog
      title={intl.formatMessage({ id: isReturn ? "customer.return.ask" : "settings.save" })}
      place={props.place ?? "dialog"}
      reach="one"
      changeKey={["organization", organizationId, change, basedOn]}
      preview={() => previewOrganizationSettings(organizationId, change)}
      save={() => applyChange(organizationId, change, basedOn)}
      undo={({ etag }) => applyChange(organizationId, undoChange(before, me, change), etag)}
      done={savedText(intl, { name, now: change, before: shownBefore(before) })}
      detail={intl.formatMessage({ id: isReturn ? "customer.return.done" : "settings.saved" })}
      thing={`organization/${organizationId}`}
      whenChangedMeanwhile={<CustomerVersions organizationId={organizationId} yours={change} />}
      onReload={props.onLeave}
      onKeep={props.onKeep}
      onClose={props.onClose}
      onSaved={props.onLeave}
    />
  );
}

/** The settings before a change, as the person read them: in a conflict what the own partner set, if it set anything. */
function shownBefore({ settings, ownInConflict }: SettingsBefore): Version {
  return { schedule: ownInConflict ?? settings.schedule };
}

/** The settings as somebody else saved them, beside those about to be saved. */
export function CustomerVersions({ organizationId, yours }: { organizationId: string; yours: Version }) {
  const { data } = useQuery({ ...organizationSettingsQuery(organizationId), refetchOnMount: "always" });
  const { data: last } = useQuery({ ...lastSaveQuery(organizationId), refetchOnMount: "always" });
  if (!data || last === undefined) return <Loading lines={2} />;
  const { schedule, allowCustomerOverride } = data.body;
  // The ETag has a ledger position. If it is not the one of the last save, something else changed it, such as a partner's save.
  const isLast = last !== null && isTagOf(data.etag, last);
  const saved = last && isLast ? { by: last.actor, at: last.created } : undefined;
  return <BothVersions theirs={{ schedule, allowCustomerOverride }} saved={saved} yours={yours} />;
}

/** Whether an ETag, such as `"42-9f86d081884c"`, names an entry: by its sequence and the beginning of its hash. */
function isTagOf(etag: string | null, { sequence, hash }: { sequence: number; hash: string }): boolean {
  const [, number, part] = /^"(\d+)-([0-9a-f]+)"$/.exec(etag ?? "") ?? [];
  return part !== undefined && Number(number) === sequence && hash.startsWith(part);
}
