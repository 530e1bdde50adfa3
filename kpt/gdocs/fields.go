package gdocs

import "strings"

// tabDepth is how deep tabs may be nested. Source: Tab in the discovery document.
const tabDepth = 3

// readFields is the field mask of a full read: what the reader uses, which is
// about a third of a Doc.
func readFields() string {
	suggested := "suggestedInsertionIds,suggestedDeletionIds"
	run := "textRun(content,textStyle(bold,strikethrough)," + suggested + ")"
	chips := "person(personProperties," + suggested + "),richLink(richLinkProperties/title," + suggested + ")," +
		"dateElement(dateElementProperties/displayText," + suggested + ")"
	paragraph := "paragraph(bullet(listId,nestingLevel),paragraphStyle(namedStyleType,indentStart/magnitude)," +
		"elements(endIndex," + run + "," + chips + "))"
	lists := "lists/*/listProperties/nestingLevels(glyphType,glyphSymbol,glyphFormat)"
	body := "documentTab(body/content(startIndex," + paragraph + ",table/tableRows/tableCells/content)," +
		lists + ",namedRanges/*/namedRanges(namedRangeId,ranges(segmentId,startIndex,endIndex)))"
	tab := "tabProperties(tabId,title)," + body
	var b strings.Builder
	for range tabDepth - 1 {
		b.WriteString(tab + ",childTabs(")
	}
	b.WriteString(tab + strings.Repeat(")", tabDepth-1))
	return "revisionId,tabs(" + b.String() + ")"
}
