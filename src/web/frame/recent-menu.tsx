import { Link, useRouter, useRouterState } from "@tanstack/react-router";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Heading } from "react-aria-components/Heading";
import { Popover } from "react-aria-components/Popover";
import { FormattedMessage, useIntl } from "react-intl";
import {
  draftsText,
  dropDraft,
  type ListedDraft,
  listDrafts,
  subscribeToDrafts,
} from "../data/draft-store.ts";
import { type Me, mayI } from "../data/me.ts";
import { PAGES } from "../paths.ts";
import { Button, IconButton } from "../ui/button.tsx";
import field from "../ui/field.module.css";
import { formatLocalHour, formatLocalTime } from "../ui/instant-formats.ts";
import { type OwnChange, useOwnChanges } from "../ui/own-changes.ts";
import { closeToastsOfOthers, useUndo } from "../ui/toasts.tsx";
import styles from "./recent-menu.module.css";

/** In the top bar: what the person changed in this tab, each with its undo for as long as it can be undone. */
export function RecentMenu({ me }: { me: Me }) {
  const intl = useIntl();
  const [isOpen, setOpen] = useState(false);
  useToastsOfThisPart();
  const label = intl.formatMessage({ id: "frame.recent" });
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <IconButton label={label} icon="recents" />
      <Popover className={`${field.popover} ${styles.popover}`} placement="bottom end">
        <Dialog className={styles.dialog ?? ""}>
          <Heading slot="title" level={2}>
            {label}
          </Heading>
          <Drafts me={me} onGo={() => setOpen(false)} />
          <Changes />
          {mayI(me, "read_audit") && (
            <Link to={PAGES.audit} onClick={() => setOpen(false)}>
              <FormattedMessage id="frame.recent.audit" />
            </Link>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** Takes the notices of one part of the page away when the person goes to another one. */
function useToastsOfThisPart(): void {
  const pathname = useRouterState({ select: ({ location }) => location.pathname });
  useEffect(() => closeToastsOfOthers(pathname), [pathname]);
}

/** The person's drafts in this browser, each with the way back to its form. */
function Drafts({ me, onGo }: { me: Me; onGo: () => void }) {
  const text = useSyncExternalStore(subscribeToDrafts, () => draftsText(me.person.id));
  const drafts = useMemo(() => listDrafts(text), [text]);
  if (drafts.length === 0) return null;
  return (
    <section>
      <h3>
        <FormattedMessage id="frame.recent.drafts" />
      </h3>
      <ul className={styles.list}>
        {drafts.map((draft) => (
          <DraftEntry key={draft.key} draft={draft} onGo={onGo} />
        ))}
      </ul>
    </section>
  );
}

function DraftEntry({ draft: { key, at, name, href }, onGo }: { draft: ListedDraft; onGo: () => void }) {
  const intl = useIntl();
  const { options } = useRouter();
  const drop = intl.formatMessage({ id: "frame.recent.drop" });
  const [path = "", query = ""] = href.split("?");
  return (
    <li className={styles.change}>
      <span className={styles.text}>
        <Link to={path} search={options.parseSearch(query)} onClick={onGo}>
          {name}
        </Link>
        <span className={styles.quiet}>{formatLocalTime(intl, at)}</span>
      </span>
      <Button look="quiet" label={`${drop}: ${name}`} onPress={() => dropDraft(key)}>
        {drop}
      </Button>
    </li>
  );
}

function Changes() {
  const changes = useOwnChanges();
  if (changes.length === 0) {
    return (
      <p className={styles.quiet}>
        <FormattedMessage id="frame.recent.none" />
      </p>
    );
  }
  return (
    <ol className={styles.list}>
      {changes.map((change) => (
        <Change key={change.id} change={change} />
      ))}
    </ol>
  );
}

function Change({ change }: { change: OwnChange }) {
  const intl = useIntl();
  const undo = useUndo();
  const { at, text, state } = change;
  return (
    <li className={styles.change}>
      <span className={styles.text}>
        {text}
        <span className={styles.quiet}>{formatLocalHour(intl, at)}</span>
      </span>
      {state === "undoable" && (
        <Button
          look="quiet"
          icon="undo"
          label={`${intl.formatMessage({ id: "frame.undo" })}: ${text}`}
          onPress={() => undo(change)}
        >
          <FormattedMessage id="frame.undo" />
        </Button>
      )}
      {(state === "undoing" || state === "undone" || state === "overtaken") && (
        <span className={styles.quiet} role="status">
          <FormattedMessage id={`frame.recent.${state}`} />
        </span>
      )}
    </li>
  );
}
