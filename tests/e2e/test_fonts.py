"""A machine without Chinese glyphs is lent a font; one with them downloads nothing."""

from tests.browser import OpenPage


def test_a_machine_with_chinese_downloads_no_font(open_page: OpenPage) -> None:
    page = open_page()
    assert page.evaluate("import('/assets/shared/fonts.js').then(({ draws }) => draws('村'))")
    assert page.locator("link[href*=vendor]").count() == 0


def test_a_machine_without_chinese_is_lent_ours(open_page: OpenPage) -> None:
    page = open_page()
    # A canvas that draws every character alike is what a machine without the glyphs looks like.
    loaded = page.evaluate(
        """async () => {
            CanvasRenderingContext2D.prototype.fillText = () => {};
            const { lendFont } = await import('/assets/shared/fonts.js');
            lendFont();
            await new Promise((done) => { document.querySelector('link[href*=vendor]').onload = done; });
            const faces = await document.fonts.load('17px "Noto Sans SC Variable"', '村能办');
            return faces.map((face) => face.status);
        }"""
    )
    assert loaded
    assert set(loaded) == {"loaded"}
