import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Popover } from "react-aria-components/Popover";
import { useIntl } from "react-intl";
import { MIN_SEARCH_LETTERS } from "../data/search.ts";
import { inSections } from "../find/finding.ts";
import { FindingList } from "../find/finding-list.tsx";
import { useServerFindings } from "../find/server-findings.ts";
import field from "../ui/field.module.css";
import { Icon } from "../ui/icon.tsx";
import styles from "./top-search.module.css";

/** Searches customers, users and installations by name, e-mail address or id, from any page. */
export function TopSearch() {
  const intl = useIntl();
  const navigate = useNavigate();
  const [text, setText] = useState("");
  const { isSearching, ...found } = useServerFindings(text);
  const sections = inSections(found);
  const go = (key: unknown) => {
    const one = sections.flatMap(({ items }) => items).find(({ id }) => id === key);
    if (one?.href === undefined) return;
    setText("");
    void navigate({ href: one.href });
  };
  return (
    <ComboBox
      className={styles.search ?? ""}
      aria-label={intl.formatMessage({ id: "frame.search" })}
      inputValue={text}
      onInputChange={setText}
      items={sections}
      value={null}
      onChange={go}
      allowsEmptyCollection={text.trim().length >= MIN_SEARCH_LETTERS}
      menuTrigger="input"
    >
      <span className={field.searchRow}>
        <span className={field.searchIcon}>
          <Icon name="search" size="small" />
        </span>
        <Input
          className={field.input ?? ""}
          placeholder={intl.formatMessage({ id: "frame.search.placeholder" })}
        />
      </span>
      <Popover className={field.popover ?? ""}>
        <FindingList isSearching={isSearching} />
      </Popover>
    </ComboBox>
  );
}
