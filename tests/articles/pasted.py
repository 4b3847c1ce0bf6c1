# ruff: noqa: E501 - word processors write long lines
"""What word processors put on the clipboard, made up after their manner, and what should be left."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="Microsoft Word 15">
<!--[if gte mso 9]><xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml><![endif]-->
<style><!-- p.MsoNormal {margin:0cm; font-size:12.0pt;} --></style></head>
<body lang=EN-GB link="#0563C1" style='tab-interval:36.0pt'><!--StartFragment-->
<h1 style='mso-outline-level:1'><span lang=EN-US>Fares rise again<o:p></o:p></span></h1>
<p class=MsoNormal><span lang=EN-US style='font-size:14.0pt'>The <b style='mso-bidi-font-weight:normal'>harbour
board</b> met on <i>Tuesday</i>&nbsp;&nbsp; at noon.<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;
</span></span></span><![endif]>Adults pay more<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><![endif]>Children do not</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span style='mso-list:Ignore'>1.<span>&nbsp; </span></span>First vote</p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>
<td width=200 valign=top style='width:150.0pt'><p class=MsoNormal><b>Line</b><o:p></o:p></p></td>
<td width=200><p class=MsoNormal>Fare<o:p></o:p></p></td></tr></table>
<!--EndFragment--></body></html>"""

WORD_CLEAN = (
    "<h2>Fares rise again</h2>\n"
    "<p>The <strong>harbour board</strong> met on <em>Tuesday</em> at noon.</p>\n"
    "<ul><li>Adults pay more</li><li>Children do not</li></ul>\n"
    "<ol><li>First vote</li></ol>\n"
    "<table><tbody><tr><td><strong>Line</strong></td><td>Fare</td></tr></tbody></table>"
)

GOOGLE_DOCS = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-0a1b">'
    '<h2 dir="ltr" style="line-height:1.38;"><span style="font-size:16pt;font-weight:400;">'
    "Fares rise again</span></h2>"
    '<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;'
    'font-style:normal;text-decoration:none;vertical-align:baseline;">The </span>'
    '<span style="font-weight:700;">harbour board</span><span style="font-weight:400;"> met on '
    '</span><span style="font-style:italic;">Tuesday</span><span>.</span></p><br />'
    '<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:disc;" aria-level="1">'
    '<p dir="ltr" role="presentation"><span>Adults pay more</span></p></li></ul>'
    '<p dir="ltr"><a href="https://docs.example/x" style="text-decoration:none;">'
    '<span style="text-decoration:underline;">The minutes</span></a></p></b>'
)

GOOGLE_DOCS_CLEAN = (
    "<h2>Fares rise again</h2>\n"
    "<p>The <strong>harbour board</strong> met on <em>Tuesday</em>.</p>\n"
    "<ul><li>Adults pay more</li></ul>\n"
    '<p><a href="https://docs.example/x" rel="noopener">The minutes</a></p>'
)
