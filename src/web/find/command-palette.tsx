import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { Autocomplete } from "react-aria-components/Autocomplete";
import { Dialog } from "react-aria-components/Dialog";
import { Input } from "react-aria-components/Input";
import { Modal, ModalOverlay } from "react-aria-components/Modal";
import { TextField } from "react-aria-components/TextField";
import { useIntl } from "react-intl";
import { parseVersion } from "../../catalog/version.ts";
import type { Me } from "../data/me.ts";
import { calendarQuery } from "../data/releases.ts";
import { releasePath } from "../paths.ts";
import field from "../ui/field.module.css";
import { Icon } from "../ui/icon.tsx";
import { type Finding, type FindingSection, inSections, matches } from "./finding.ts";
import { FindingList } from "./finding-list.tsx";
import styles from "./palette.module.css";
import { useServerFindings } from "./server-findings.ts";
import { useActions } from "./use-actions.ts";
import { usePages } from "./use-pages.ts";

interface Props {
  readonly me: Me;
  readonly onClose: () => void;
}

/** A dialog that finds pages, actions, releases, customers, users and installations by typing, and goes there. */
export default function CommandPalette({ me, onClose }: Props) {
  const intl = useIntl();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const { sections, isSearching } = useSections(me, text);
  const label = intl.formatMessage({ id: "find.label" });
  const choose = (id: string) => {
    const found = sections.flatMap(({ items }) => items).find((one) => one.id === id);
    if (!found) return;
    onClose();
    if (found.href !== undefined) void navigate({ href: found.href });
    found.run?.();
  };
  return (
    <ModalOverlay
      className={styles.overlay ?? ""}
      isOpen
      isDismissable
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      <Modal className={styles.modal ?? ""}>
        <Dialog className={styles.dialog ?? ""} aria-label={intl.formatMessage({ id: "find.title" })}>
          <Autocomplete inputValue={text} onInputChange={setText}>
            <TextField aria-label={label} autoFocus className={styles.field ?? ""}>
              <span className={field.searchRow}>
                <span className={field.searchIcon}>
                  <Icon name="search" size="small" />
                </span>
                <Input
                  className={field.input ?? ""}
                  role="combobox"
                  aria-expanded="true"
                  aria-haspopup="listbox"
                  placeholder={label}
                />
              </span>
            </TextField>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
            <div className={styles.list} tabIndex={0}>
              <FindingList sections={sections} onChoose={choose} isSearching={isSearching} />
            </div>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** The most releases that are listed. */
const MOST_RELEASES = 5;

function useSections(me: Me, text: string): { sections: readonly FindingSection[]; isSearching: boolean } {
  const [pages, actions] = [usePages(me), useActions(me)];
  const releases = useReleases(text);
  const { isSearching, ...found } = useServerFindings(text);
  const fitting = (all: readonly OwnFinding[]) => all.filter(({ name, about }) => matches(text, name, about));
  return {
    sections: inSections({ pages: fitting(pages), actions: fitting(actions), releases, ...found }),
    isSearching,
  };
}

type OwnFinding = Pick<Finding, "name" | "about"> & Finding;

/** The newest releases whose version begins with what is typed. */
function useReleases(text: string): readonly Finding[] {
  const intl = useIntl();
  const typed = text.trim();
  const isVersion = /^\d+(\.\d*)*$/.test(typed);
  const { data } = useQuery({ ...calendarQuery(), enabled: isVersion });
  if (!isVersion) return [];
  const fitting = (data ?? []).filter(({ version }) => version.startsWith(typed) || isSame(version, typed));
  return fitting.slice(0, MOST_RELEASES).map(({ id, version, state }) => ({
    id: `release ${id}`,
    name: version,
    about: intl.formatMessage({ id: `releases.state.${state}` }),
    icon: "calendar",
    href: releasePath(id),
  }));
}

/** Whether two texts are the same version, such as 46.10 and 46.10.0. */
function isSame(version: string, typed: string): boolean {
  const [known, asked] = [parseVersion(version), parseVersion(typed)];
  return known.ok && asked.ok && JSON.stringify(known.value) === JSON.stringify(asked.value);
}
