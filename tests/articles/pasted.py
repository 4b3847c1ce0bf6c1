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

#: A report out of Word after a colleague has been through it: title, nested lists, proposed changes,
#: a remark, a footnote, a picture, a table of contents mark.
WORD_REPORT = """<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"
xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=Generator content="Microsoft Word 15">
<link rel=File-List href="file:///C:/Users/cho/AppData/Local/Temp/msohtmlclip1/01/clip_filelist.xml">
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]-->
<style><!-- @font-face {font-family:Calibri;} p.MsoTitle {font-size:28.0pt;} @page WordSection1 {size:595.3pt 841.9pt;} --></style></head>
<body lang=DE style='tab-interval:35.4pt;word-wrap:break-word'><!--StartFragment-->
<p class=MsoTitle><a name="_Toc174"></a><span lang=EN-GB style='mso-ansi-language:EN-GB'>The quay is closed<o:p></o:p></span></p>
<h2><span lang=EN-GB>What happened</span></h2>
<p class=MsoNormal style='margin-bottom:8.0pt;line-height:107%'><span lang=EN-GB style='color:#1F3864;background:yellow;mso-highlight:yellow'>The
“north” quay has been <del cite="mailto:Edith" datetime="2026-11-20T09:12">shut</del><ins cite="mailto:Edith" datetime="2026-11-20T09:12">closed</ins>
since <b>Monday</b><a style='mso-comment-reference:E_1;mso-comment-date:20261120T0912'>.</a></span><span class=MsoCommentReference><span
style='font-size:8.0pt'><a class=msocomanchor id="_anchor_1" href="#_msocom_1" name="_msoanchor_1">[E1]</a><span style='mso-special-character:comment'>&nbsp;</span></span></span>
<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><sup>[1]</sup></span></span></a><o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l2 level1 lfo3'><!--[if !supportLists]--><span style='mso-list:Ignore'>1.<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp; </span></span><!--[endif]-->Ferries use the south quay<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l2 level2 lfo3'><!--[if !supportLists]--><span style='mso-list:Ignore'>a.<span>&nbsp; </span></span><!--[endif]-->in the morning<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='margin-left:72.0pt;mso-list:l2 level2 lfo3'><!--[if !supportLists]--><span style='mso-list:Ignore'>b.<span>&nbsp; </span></span><!--[endif]-->in the <i>evening</i><o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l2 level1 lfo3'><!--[if !supportLists]--><span style='mso-list:Ignore'>2.<span>&nbsp; </span></span><!--[endif]-->Freight goes by rail<o:p></o:p></p>
<p class=MsoNormal><!--[if gte vml 1]><v:shape id="Bild_1" style='width:300pt'><v:imagedata src="file:///C:/clip_image001.jpg"/></v:shape><![endif]--><![if !vml]><img
width=400 height=300 src="file:///C:/Users/cho/AppData/Local/Temp/msohtmlclip1/01/clip_image002.jpg" v:shapes="Bild_1"><![endif]--></p>
<p class=MsoNormal>See the <a href="https://port.example/notice"><span lang=EN-GB style='mso-fareast-font-family:Calibri'>notice</span></a>.<span style='mso-spacerun:yes'>&nbsp; </span><br clear=all style='page-break-before:always'></p>
<div style='mso-element:comment-list'><div style='mso-element:comment'><p class=MsoCommentText>Is that so?</p></div></div>
<!--EndFragment--></body></html>"""

WORD_REPORT_CLEAN = (
    "<p>The quay is closed</p>\n"
    "<h2>What happened</h2>\n"
    "<p>The “north” quay has been closed since <strong>Monday</strong>. <sup>[1]</sup></p>\n"
    "<ol><li>Ferries use the south quay<ol><li>in the morning</li><li>in the <em>evening</em></li></ol></li>"
    "<li>Freight goes by rail</li></ol>\n"
    '<p>See the <a href="https://port.example/notice" rel="noopener">notice</a>.</p>'
)

#: The same out of Google Docs: nested lists beside their items, a table in a wrapper, links sent
#: round, a remark, a checklist, a picture.
DOCS_REPORT = (
    '<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-7f3c-11">'
    '<h1 dir="ltr" style="line-height:1.38;margin-top:20pt;"><span style="font-size:20pt;font-weight:400;'
    'white-space:pre-wrap;">The quay is closed</span></h1>'
    '<p dir="ltr" style="line-height:1.38;"><span style="font-size:11pt;font-weight:400;">It has been closed since </span>'
    '<span style="font-weight:700;font-style:italic;">Monday</span><span style="font-weight:400;">.</span>'
    '<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p><br />'
    '<ul style="margin-top:0;padding-inline-start:48px;"><li dir="ltr" style="list-style-type:disc;" aria-level="1">'
    '<p dir="ltr" role="presentation"><span>Ferries use the south quay</span></p></li>'
    '<ul style="margin-top:0;"><li dir="ltr" style="list-style-type:circle;" aria-level="2"><p dir="ltr" role="presentation">'
    "<span>in the morning</span></p></li></ul>"
    '<li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>Freight goes by rail</span></p></li></ul>'
    '<ul><li dir="ltr" role="checkbox" aria-checked="false" aria-level="1"><img src="data:image/png;base64,AAAA" '
    'width="17px" height="18px" alt="unchecked" /><p dir="ltr"><span>Ask the pilot</span></p></li></ul>'
    '<p dir="ltr"><a href="https://www.google.com/url?q=https://port.example/notice%3Fid%3D2&amp;sa=D&amp;source=editors">'
    '<span style="color:#1155cc;text-decoration:underline;">The notice</span></a></p>'
    '<div dir="ltr" style="margin-left:0pt;" align="left"><table style="border:none;"><colgroup><col width="100"/>'
    '<col width="200"/></colgroup><tbody><tr style="height:0pt"><td style="border-left:solid #000 1pt;"><p dir="ltr">'
    '<span style="font-weight:700;">Quay</span></p></td><td><p dir="ltr"><span>Open</span></p></td></tr></tbody></table></div>'
    '<p dir="ltr"><span style="text-decoration:line-through;">Not</span><span> so</span><span style="vertical-align:super;">2</span>'
    '<span><img src="https://lh7-us.googleusercontent.com/abc" width="624" height="351" /></span></p></b>'
    '<br class="Apple-interchange-newline">'
)

DOCS_REPORT_CLEAN = (
    "<h2>The quay is closed</h2>\n"
    "<p>It has been closed since <strong><em>Monday</em></strong>.</p>\n"
    "<ul><li>Ferries use the south quay<ul><li>in the morning</li></ul></li><li>Freight goes by rail</li></ul>\n"
    "<ul><li>Ask the pilot</li></ul>\n"
    '<p><a href="https://port.example/notice?id=2" rel="noopener">The notice</a></p>\n'
    "<table><tbody><tr><td><strong>Quay</strong></td><td>Open</td></tr></tbody></table>\n"
    "<p><s>Not</s> so<sup>2</sup></p>"
)
