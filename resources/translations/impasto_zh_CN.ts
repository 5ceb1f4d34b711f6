<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Open Photograph…</source>
        <translation>打开照片(&amp;O)…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>&amp;Paste Photograph</source>
        <translation>粘贴照片(&amp;P)</translation>
    </message>
    <message>
        <source>Add &amp;Styles…</source>
        <translation>添加风格(&amp;S)…</translation>
    </message>
    <message>
        <source>Try a Sa&amp;mple</source>
        <translation>试试示例(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;New Project</source>
        <translation>新建项目(&amp;N)</translation>
    </message>
    <message>
        <source>Open P&amp;roject…</source>
        <translation>打开项目(&amp;R)…</translation>
    </message>
    <message>
        <source>Sa&amp;ve Project</source>
        <translation>保存项目(&amp;V)</translation>
    </message>
    <message>
        <source>Save Project &amp;As…</source>
        <translation>项目另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Bring Back Unsaved Project</source>
        <translation>恢复未保存的项目(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>New &amp;Window</source>
        <translation>新建窗口(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Close Window</source>
        <translation>关闭窗口(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Fi&amp;nd Style</source>
        <translation>查找风格(&amp;N)</translation>
    </message>
    <message>
        <source>Rese&amp;t Controls</source>
        <translation>重置参数(&amp;T)</translation>
    </message>
    <message>
        <source>Re&amp;fine</source>
        <translation>精绘(&amp;F)</translation>
    </message>
    <message>
        <source>Pa&amp;use Refining</source>
        <translation>暂停精绘(&amp;U)</translation>
    </message>
    <message>
        <source>Refine at a &amp;Higher Resolution</source>
        <translation>以更高分辨率精绘(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Judge by Figures</source>
        <translation>用数字评判(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;New Version</source>
        <translation>新建版本(&amp;N)</translation>
    </message>
    <message>
        <source>Ne&amp;xt Version</source>
        <translation>下一个版本(&amp;X)</translation>
    </message>
    <message>
        <source>&amp;Previous Version</source>
        <translation>上一个版本(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;History</source>
        <translation>历史记录(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>对比(&amp;C)</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Side &amp;by Side</source>
        <translation>并排对比(&amp;B)</translation>
    </message>
    <message>
        <source>Turn the &amp;Dividing Line</source>
        <translation>旋转分隔线(&amp;D)</translation>
    </message>
    <message>
        <source>Lou&amp;pe</source>
        <translation>放大镜(&amp;P)</translation>
    </message>
    <message>
        <source>Loupe</source>
        <translation>放大镜</translation>
    </message>
    <message>
        <source>Brush S&amp;maller</source>
        <translation>缩小画笔(&amp;M)</translation>
    </message>
    <message>
        <source>Brush &amp;Larger</source>
        <translation>放大画笔(&amp;L)</translation>
    </message>
    <message>
        <source>Brush S&amp;ofter</source>
        <translation>柔化画笔(&amp;O)</translation>
    </message>
    <message>
        <source>Brush &amp;Harder</source>
        <translation>硬化画笔(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Invert Mask</source>
        <translation>反转蒙版(&amp;I)</translation>
    </message>
    <message>
        <source>&amp;Clear Mask</source>
        <translation>清除蒙版(&amp;C)</translation>
    </message>
    <message>
        <source>Im&amp;port Mask…</source>
        <translation>导入蒙版(&amp;P)…</translation>
    </message>
    <message>
        <source>&amp;Export Mask…</source>
        <translation>导出蒙版(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Leave Out Parts of the Style Picture</source>
        <translation>排除风格图的一部分(&amp;L)</translation>
    </message>
    <message>
        <source>Zoom &amp;In</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;Out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Fit in Window</source>
        <translation>适合窗口(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Actual Pixels</source>
        <translation>实际像素(&amp;A)</translation>
    </message>
    <message>
        <source>Rotate &amp;Right</source>
        <translation>向右旋转(&amp;R)</translation>
    </message>
    <message>
        <source>Rotate L&amp;eft</source>
        <translation>向左旋转(&amp;E)</translation>
    </message>
    <message>
        <source>St&amp;yle Strip</source>
        <translation>风格栏(&amp;Y)</translation>
    </message>
    <message>
        <source>Side &amp;Panel</source>
        <translation>侧面板(&amp;P)</translation>
    </message>
    <message>
        <source>Side Panel on the &amp;Left</source>
        <translation>侧面板放在左边(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Hide All Panels</source>
        <translation>隐藏所有面板(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Next Area of the Window</source>
        <translation>窗口的下一区域(&amp;N)</translation>
    </message>
    <message>
        <source>Area &amp;Before</source>
        <translation>上一区域(&amp;B)</translation>
    </message>
    <message>
        <source>F&amp;ull Screen</source>
        <translation>全屏(&amp;U)</translation>
    </message>
    <message>
        <source>Reduce &amp;Motion</source>
        <translation>减少动态效果(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Begin or End the Live Picture</source>
        <translation>开始或结束实时画面(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Record a Film, or End It</source>
        <translation>录制或结束录制影片(&amp;R)</translation>
    </message>
    <message>
        <source>Take a &amp;Still</source>
        <translation>拍摄静帧(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Compare with the Camera&apos;s Picture</source>
        <translation>与摄像头画面对比(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Mirror the Camera&apos;s Picture</source>
        <translation>镜像摄像头画面(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Window without a Frame</source>
        <translation>无边框窗口(&amp;W)</translation>
    </message>
    <message>
        <source>Live Picture over the Whole &amp;Display</source>
        <translation>实时画面铺满整个显示器(&amp;D)</translation>
    </message>
    <message>
        <source>Show &amp;Log</source>
        <translation>显示日志(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Start the Engine Again</source>
        <translation>重新启动引擎(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Keyboard Shortcuts</source>
        <translation>键盘快捷键(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;About Impasto</source>
        <translation>关于 Impasto(&amp;A)</translation>
    </message>
    <message>
        <source>As the System</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>&amp;Move the Picture</source>
        <translation>移动画面(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Brush</source>
        <translation>画笔(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Eraser</source>
        <translation>橡皮擦(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Lasso</source>
        <translation>套索(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Polygon</source>
        <translation>多边形(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Gradient</source>
        <translation>渐变(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Select by a Click</source>
        <translation>点击选择(&amp;S)</translation>
    </message>
    <message>
        <source>Enter a room by its place on the rail</source>
        <translation>按在侧栏上的位置进入页面</translation>
    </message>
    <message>
        <source>See the photograph alone</source>
        <translation>只看原照片</translation>
    </message>
    <message>
        <source>hold Space or \</source>
        <translation>按住空格或 \</translation>
    </message>
    <message>
        <source>Move the dividing line</source>
        <translation>移动分隔线</translation>
    </message>
    <message>
        <source>← →, or ↑ ↓ where it is level</source>
        <translation>← →，水平时为 ↑ ↓</translation>
    </message>
    <message>
        <source>Finer steps on a slider</source>
        <translation>更精细地调节滑块</translation>
    </message>
    <message>
        <source>Slider back to its default</source>
        <translation>滑块恢复默认值</translation>
    </message>
    <message>
        <source>double click, or Backspace</source>
        <translation>双击，或按退格键</translation>
    </message>
    <message>
        <source>Mix styles on their field</source>
        <translation>在混合区混合风格</translation>
    </message>
    <message>
        <source>Brush of a mask takes away</source>
        <translation>让蒙版画笔擦除</translation>
    </message>
    <message>
        <source>hold Alt</source>
        <translation>按住 Alt</translation>
    </message>
    <message>
        <source>Add a style to the mix</source>
        <translation>将风格加入混合</translation>
    </message>
    <message>
        <source>Ctrl + click, or Ctrl + Enter</source>
        <translation>Ctrl + 单击，或 Ctrl + 回车</translation>
    </message>
    <message>
        <source>Make a style a favourite</source>
        <translation>收藏风格</translation>
    </message>
    <message>
        <source>Put a style elsewhere on the strip</source>
        <translation>移动风格在风格栏中的位置</translation>
    </message>
    <message>
        <source>drag, or Alt + ← →</source>
        <translation>拖动，或 Alt + ← →</translation>
    </message>
    <message>
        <source>Rename a style of your own</source>
        <translation>重命名自己的风格</translation>
    </message>
    <message>
        <source>Take a style of your own off the strip</source>
        <translation>将自己的风格从风格栏移除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
    <message>
        <source>Live: choose a style by its number</source>
        <translation>实时：按编号选择风格</translation>
    </message>
    <message>
        <source>Live: next style, or the one before</source>
        <translation>实时：下一个或上一个风格</translation>
    </message>
    <message>
        <source>wheel over the picture</source>
        <translation>在画面上滚动滚轮</translation>
    </message>
    <message>
        <source>Live: close the picture&apos;s own window</source>
        <translation>实时：关闭画面的独立窗口</translation>
    </message>
    <message>
        <source>Live: the picture&apos;s own window larger, smaller</source>
        <translation>实时：放大、缩小画面的独立窗口</translation>
    </message>
</context>
<context>
    <name>Activity</name>
    <message>
        <source>Opening {name}…</source>
        <translation>正在打开 {name}…</translation>
    </message>
    <message>
        <source>Exporting {progress}</source>
        <translation>正在导出 {progress}</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>Refining {progress}</source>
        <translation>正在精绘 {progress}</translation>
    </message>
    <message>
        <source>Painting…</source>
        <translation>正在绘制…</translation>
    </message>
</context>
<context>
    <name>Background</name>
    <message>
        <source>This did not work: {reason}. The log has more.</source>
        <translation>操作未成功：{reason}。日志中有更多信息。</translation>
    </message>
</context>
<context>
    <name>BrushPaper</name>
    <message>
        <source>Brush in millimetres</source>
        <translation>以毫米显示笔触</translation>
    </message>
    <message>
        <source>Print size</source>
        <translation>打印尺寸</translation>
    </message>
    <message>
        <source>A brush is a 64th of the style picture, as large as it comes out on paper.</source>
        <translation>一道笔触按风格图片的六十四分之一计，以它在纸上的大小为准。</translation>
    </message>
</context>
<context>
    <name>CardFields</name>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Author</source>
        <translation>作者</translation>
    </message>
    <message>
        <source>you</source>
        <translation>您本人</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>whose picture is it?</source>
        <translation>图片归谁所有？</translation>
    </message>
</context>
<context>
    <name>CoachBox</name>
    <message>
        <source>Parts of the works, as the network will see them</source>
        <translation>作品的局部，即网络将看到的样子</translation>
    </message>
    <message>
        <source>Looking at the works… {share} %</source>
        <translation>正在查看作品… {share} %</translation>
    </message>
    <message>
        <source>Paintings, prints, textures, plates: thirty are a good beginning. Drop their folder anywhere here; folders in it are taken as different manners.</source>
        <translation>绘画、版画、纹理、图版：三十件就是好的开始。把文件夹拖到这里任意位置；其中的子文件夹会被视为不同的画风。</translation>
    </message>
    <message>
        <source>Folders: {named}</source>
        <translation>子文件夹：{named}</translation>
    </message>
</context>
<context>
    <name>CollectionForm</name>
    <message>
        <source>Your works</source>
        <translation>您的作品</translation>
    </message>
    <message>
        <source>What they become</source>
        <translation>它们将成为</translation>
    </message>
    <message>
        <source>When it ends</source>
        <translation>何时结束</translation>
    </message>
    <message>
        <source>as the folder</source>
        <translation>与文件夹同名</translation>
    </message>
    <message>
        <source>Its name and card</source>
        <translation>名称与说明卡</translation>
    </message>
    <message>
        <source>For those who know the papers</source>
        <translation>给熟悉论文的人</translation>
    </message>
    <message>
        <source>A collection, and what it can become</source>
        <translation>一批作品，以及它能成为什么</translation>
    </message>
    <message>
        <source>Two networks learn from a folder of works: one makes pictures, the other tells them from the works. You see first what the folder is good for, and how long that takes here. Nothing leaves this computer.</source>
        <translation>两个网络向一个文件夹的作品学习：一个作画，另一个分辨画与真作。您会先看到这个文件夹适合做什么，以及在本机需要多久。一切都不会离开这台电脑。</translation>
    </message>
    <message>
        <source>Without</source>
        <translation>不用</translation>
    </message>
    <message>
        <source>The pairs lie in the folder of works alone</source>
        <translation>配对都在作品文件夹中</translation>
    </message>
    <message>
        <source>Explore a Generator…</source>
        <translation>探索生成器…</translation>
    </message>
    <message>
        <source>Opens the file of swatches that were learnt before</source>
        <translation>打开以前学成的样片文件</translation>
    </message>
    <message>
        <source>The second of each pair</source>
        <translation>每对中的第二张</translation>
    </message>
    <message>
        <source>Photographs to learn on</source>
        <translation>用来练习的照片</translation>
    </message>
    <message>
        <source>Any photographs of yours, the more varied the better.</source>
        <translation>您的任何照片，越多样越好。</translation>
    </message>
    <message>
        <source>A folder with the same names; or none: then each file has both side by side, or there are NAME_a and NAME_b.</source>
        <translation>同名文件的文件夹；也可以没有：那么每个文件左右并列两张，或者有 NAME_a 和 NAME_b。</translation>
    </message>
    <message>
        <source>{count} photographs will be used.</source>
        <translation>将使用 {count} 张照片。</translation>
    </message>
    <message>
        <source>{count} left out. The first: {reason}</source>
        <translation>有 {count} 个文件未被采用。第一个：{reason}</translation>
    </message>
    <message>
        <source>Choose a folder of works first, or drop it here.</source>
        <translation>请先选择作品文件夹，或拖到这里。</translation>
    </message>
    <message>
        <source>The works are still being looked at.</source>
        <translation>仍在查看作品。</translation>
    </message>
    <message>
        <source>Now choose a folder of photographs.</source>
        <translation>现在请选择照片文件夹。</translation>
    </message>
    <message>
        <source>No photograph in that folder can be used. Choose another.</source>
        <translation>该文件夹中没有可用的照片。请另选一个。</translation>
    </message>
    <message>
        <source>Nothing would be learnt: tick at least one part.</source>
        <translation>这样什么都不会学习：请至少勾选一个部分。</translation>
    </message>
    <message>
        <source>No work in this folder can be used. Choose another.</source>
        <translation>此文件夹中没有可用的作品。请另选一个。</translation>
    </message>
</context>
<context>
    <name>CollectionsController</name>
    <message>
        <source>There is no place for this training: {reason}. Free some space, then try again.</source>
        <translation>这次训练无处存放：{reason}。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>A map of the swatches as they are now, also while it learns</source>
        <translation>当前样片的地图，学习途中也可以看</translation>
    </message>
    <message>
        <source>The way back lies beside it: {name}.</source>
        <translation>反方向的生成器在它旁边：{name}。</translation>
    </message>
</context>
<context>
    <name>CollectionsPage</name>
    <message>
        <source>Folder of Works</source>
        <translation>作品文件夹</translation>
    </message>
    <message>
        <source>Second Folder</source>
        <translation>第二个文件夹</translation>
    </message>
    <message>
        <source>Open this training</source>
        <translation>打开这个训练</translation>
    </message>
    <message>
        <source>Learn from these works</source>
        <translation>向这些作品学习</translation>
    </message>
    <message>
        <source>Learn on the pictures in this folder</source>
        <translation>用此文件夹中的图片来练习</translation>
    </message>
    <message>
        <source>Explore these swatches</source>
        <translation>探索这些样片</translation>
    </message>
</context>
<context>
    <name>ControlsPanel</name>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>From the photograph itself to the full style, at 100 %, and beyond</source>
        <translation>从照片本身到完整的风格（100 %），并可继续超出</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔触大小</translation>
    </message>
    <message>
        <source>How broad the strokes are, compared with those of the style picture</source>
        <translation>笔触相对于风格图片的宽窄</translation>
    </message>
    <message>
        <source>mm</source>
        <translation>mm</translation>
    </message>
    <message>
        <source>Print size, and the brush in millimetres of it</source>
        <translation>打印尺寸，以及按毫米计的笔触</translation>
    </message>
    <message>
        <source>Keep photo colours</source>
        <translation>保留照片颜色</translation>
    </message>
    <message>
        <source>From the colours of the style to those of the photograph</source>
        <translation>从风格的颜色到照片的颜色</translation>
    </message>
    <message>
        <source>How the photo&apos;s colours are kept</source>
        <translation>照片颜色的保留方式</translation>
    </message>
    <message>
        <source>By matching the palette</source>
        <translation>匹配整体色调</translation>
    </message>
    <message>
        <source>By keeping each spot&apos;s hue</source>
        <translation>逐点保留色相</translation>
    </message>
    <message>
        <source>Take only the style&apos;s colours</source>
        <translation>只取风格的颜色</translation>
    </message>
    <message>
        <source>Every line of the photograph stays as it is</source>
        <translation>照片的每一根线条都保持原样</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>重置</translation>
    </message>
</context>
<context>
    <name>CurveFiles</name>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>{name} cannot be written there. Choose another folder.</source>
        <translation>{name} 无法写到那里。请另选文件夹。</translation>
    </message>
</context>
<context>
    <name>CurvePanel</name>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>+ and − zoom, the arrows move, 0 shows all</source>
        <translation>+ 与 − 缩放，方向键移动，0 显示全部</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Discriminator</source>
        <translation>判别器</translation>
    </message>
    <message>
        <source>Measures</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Time per step</source>
        <translation>每步用时</translation>
    </message>
    <message>
        <source>What is drawn</source>
        <translation>绘制内容</translation>
    </message>
    <message>
        <source>Raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>Smoothed</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Very smooth</source>
        <translation>非常平滑</translation>
    </message>
    <message>
        <source>How smooth the curves are</source>
        <translation>曲线的平滑程度</translation>
    </message>
    <message>
        <source>Log scale</source>
        <translation>对数刻度</translation>
    </message>
    <message>
        <source>See the whole run</source>
        <translation>显示整个训练</translation>
    </message>
    <message>
        <source>The curves begin with the first steps.</source>
        <translation>曲线从最初几步开始。</translation>
    </message>
    <message>
        <source>Draw this curve or leave it out</source>
        <translation>显示或隐藏这条曲线</translation>
    </message>
    <message>
        <source>all</source>
        <translation>总和</translation>
    </message>
    <message>
        <source>style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>identity</source>
        <translation>保真</translation>
    </message>
    <message>
        <source>stability</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>clipping</source>
        <translation>溢出</translation>
    </message>
    <message>
        <source>smoothness</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>calm</source>
        <translation>匀净</translation>
    </message>
    <message>
        <source>discriminator</source>
        <translation>判别器</translation>
    </message>
    <message>
        <source>fooling it</source>
        <translation>骗过判别器</translation>
    </message>
    <message>
        <source>R1</source>
        <translation>R1</translation>
    </message>
    <message>
        <source>R2</source>
        <translation>R2</translation>
    </message>
    <message>
        <source>gradient penalty</source>
        <translation>梯度惩罚</translation>
    </message>
    <message>
        <source>penalty</source>
        <translation>惩罚项</translation>
    </message>
    <message>
        <source>places</source>
        <translation>位置对应</translation>
    </message>
    <message>
        <source>there and back</source>
        <translation>往返</translation>
    </message>
    <message>
        <source>distance</source>
        <translation>距离</translation>
    </message>
    <message>
        <source>distance, unseen pairs</source>
        <translation>距离（未见过的配对）</translation>
    </message>
    <message>
        <source>tells apart</source>
        <translation>分辨率</translation>
    </message>
    <message>
        <source>right about works</source>
        <translation>对作品判断正确</translation>
    </message>
    <message>
        <source>right about made ones</source>
        <translation>对生成图判断正确</translation>
    </message>
    <message>
        <source>right about unseen works</source>
        <translation>对未见过的作品判断正确</translation>
    </message>
    <message>
        <source>works</source>
        <translation>作品</translation>
    </message>
    <message>
        <source>made ones</source>
        <translation>生成图</translation>
    </message>
    <message>
        <source>unseen works</source>
        <translation>未见过的作品</translation>
    </message>
    <message>
        <source>learnt by heart</source>
        <translation>死记程度</translation>
    </message>
    <message>
        <source>gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>gradient, discriminator</source>
        <translation>判别器的梯度</translation>
    </message>
    <message>
        <source>diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>nearness</source>
        <translation>与作品的接近度</translation>
    </message>
    <message>
        <source>KID (Impasto loss network)</source>
        <translation>KID（Impasto 损失网络）</translation>
    </message>
    <message>
        <source>KID ±</source>
        <translation>KID ±</translation>
    </message>
    <message>
        <source>KID of the photographs</source>
        <translation>照片原图的 KID</translation>
    </message>
    <message>
        <source>light kept</source>
        <translation>明暗保持</translation>
    </message>
    <message>
        <source>colours kept</source>
        <translation>色彩保持</translation>
    </message>
    <message>
        <source>learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>seconds per step</source>
        <translation>每步秒数</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Draw the curves of this run or leave them out</source>
        <translation>显示或隐藏此训练的曲线</translation>
    </message>
</context>
<context>
    <name>Dashboard</name>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Keeps everything and frees the memory</source>
        <translation>保留一切并释放内存</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ends the training with the style that it has reached</source>
        <translation>结束训练，保留已学到的风格</translation>
    </message>
    <message>
        <source>Snapshot</source>
        <translation>快照</translation>
    </message>
    <message>
        <source>Keeps a style of this moment, and goes on</source>
        <translation>保留此刻的风格，然后继续</translation>
    </message>
    <message>
        <source>When idle</source>
        <translation>仅空闲时</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>均衡</translation>
    </message>
    <message>
        <source>Full speed</source>
        <translation>全速</translation>
    </message>
    <message>
        <source>How patient the training is</source>
        <translation>训练的耐心程度</translation>
    </message>
    <message>
        <source>How long the machine must be left alone before the next step is taken</source>
        <translation>电脑闲置多久之后才走下一步</translation>
    </message>
    <message>
        <source>More to do with this training</source>
        <translation>更多操作</translation>
    </message>
    <message>
        <source>Its time of day is past: begun now, it learns for 10 minutes</source>
        <translation>预定时刻已过：现在开始的话将学习 10 分钟</translation>
    </message>
    <message>
        <source>Waits for its turn</source>
        <translation>正在排队</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>Stopped: the result is ready</source>
        <translation>已停止：结果可用</translation>
    </message>
    <message>
        <source>Finished: the result is ready</source>
        <translation>已完成：结果可用</translation>
    </message>
    <message>
        <source>Given up: what it had reached is kept</source>
        <translation>已放弃：已有成果会保留</translation>
    </message>
    <message>
        <source>Interrupted: it can go on exactly where it was</source>
        <translation>已中断：可从原处继续</translation>
    </message>
    <message>
        <source>Runs in another program</source>
        <translation>正在另一个程序中运行</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>正在暂停…</translation>
    </message>
    <message>
        <source>Writing the style…</source>
        <translation>正在写入风格…</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Waits while you work</source>
        <translation>您工作时等待</translation>
    </message>
    <message>
        <source>Learning</source>
        <translation>学习中</translation>
    </message>
    <message>
        <source>Begin Now</source>
        <translation>立即开始</translation>
    </message>
    <message>
        <source>Take Out of the Line</source>
        <translation>移出队列</translation>
    </message>
    <message>
        <source>10 Minutes More</source>
        <translation>再练 10 分钟</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Nothing that was chosen for it is lost: it can be begun again</source>
        <translation>为它所选的内容都会保留，可以重新开始</translation>
    </message>
</context>
<context>
    <name>DepthChoice</name>
    <message>
        <source>Palette and mood</source>
        <translation>色调与气氛</translation>
    </message>
    <message>
        <source>Seconds. Sharpens what the program sees in the picture.</source>
        <translation>几秒钟。让程序更准确地把握图片的特点。</translation>
    </message>
    <message>
        <source>Brushwork as well</source>
        <translation>还有笔触</translation>
    </message>
    <message>
        <source>Minutes. Learns how the strokes are made; right for nearly every picture.</source>
        <translation>几分钟。学习笔触的画法；适合几乎所有图片。</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>An hour and more. Also learns anew how photographs are read; needs many of them.</source>
        <translation>一小时以上。连照片的读法也重新学习；需要许多照片。</translation>
    </message>
    <message>
        <source>Own choice</source>
        <translation>自选部分</translation>
    </message>
    <message>
        <source>For those who know what to freeze: tick below what is learnt.</source>
        <translation>适合清楚要冻结什么的人：在下面勾选要学习的部分。</translation>
    </message>
    <message>
        <source>From nothing, not from the network that ships</source>
        <translation>从零开始，不以自带网络为起点</translation>
    </message>
    <message>
        <source>Owes nothing to other styles, and takes hours where the other takes minutes</source>
        <translation>完全不受其他风格影响；别的方式只需几分钟，这里要几小时</translation>
    </message>
</context>
<context>
    <name>Desk</name>
    <message>
        <source>Live</source>
        <translation>实时</translation>
    </message>
    <message>
        <source>Judge</source>
        <translation>评判</translation>
    </message>
    <message>
        <source>There is no painting to judge yet. Make one first.</source>
        <translation>还没有可评判的画作。请先画一张。</translation>
    </message>
</context>
<context>
    <name>Dialogs</name>
    <message>
        <source>About Impasto</source>
        <translation>关于 Impasto</translation>
    </message>
    <message>
        <source>from a folder, not installed</source>
        <translation>从文件夹运行，未安装</translation>
    </message>
    <message>
        <source>Version {version} · Qt {qt}

Paints photographs in the style of other pictures, on this computer alone: no account, no upload.

Licensed under the Apache License 2.0. Qt is used under the LGPL 3.</source>
        <translation>版本 {version} · Qt {qt}

以其他图片的风格重绘照片，一切只在本机完成：无需账号，不会上传。

采用 Apache License 2.0 许可。Qt 依 LGPL 3 使用。</translation>
    </message>
</context>
<context>
    <name>DoubtList</name>
    <message>
        <source>Works to look at first</source>
        <translation>应先看看的作品</translation>
    </message>
    <message>
        <source>A click or Enter shows it large</source>
        <translation>单击或按回车键放大查看</translation>
    </message>
</context>
<context>
    <name>DoubtView</name>
    <message>
        <source>It is being read…</source>
        <translation>正在读取…</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>DraftForm</name>
    <message>
        <source>Train After the Others</source>
        <translation>排队训练</translation>
    </message>
    <message>
        <source>Start Training</source>
        <translation>开始训练</translation>
    </message>
</context>
<context>
    <name>Drafting</name>
    <message>
        <source>“{name}” is a finished style. Choose a picture to learn from.</source>
        <translation>“{name}”是现成的风格。请选择一张用来学习的图片。</translation>
    </message>
    <message>
        <source>A training is watched on {count} photographs at most: the first ones are taken.</source>
        <translation>最多用 {count} 张照片观察训练：已取前面几张。</translation>
    </message>
    <message>
        <source>A training is watched on {count} photographs at most. Take those away first.</source>
        <translation>一次训练最多用 {count} 张照片来观察。请先移除现有的。</translation>
    </message>
    <message>
        <source>No photograph can be kept: {reason}. Make room or check the disk.</source>
        <translation>无法保存照片：{reason}。请腾出空间或检查磁盘。</translation>
    </message>
</context>
<context>
    <name>Endings</name>
    <message>
        <source>“{name}” was interrupted at step {step}. It can go on exactly where it was.</source>
        <translation>“{name}”在第 {step} 步中断。它可以从原处继续。</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>{count} trainings wait for their turn.</source>
        <translation>有 {count} 个训练正在排队。</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>“{name}” was to be ready by {time}: it stays in the line until you begin it.</source>
        <translation>“{name}”本应在 {time} 前完成：它会留在队列中，等待手动开始。</translation>
    </message>
    <message>
        <source>“{name}” is ready, after {time} of training.</source>
        <translation>“{name}”已就绪，训练了{time}。</translation>
    </message>
    <message>
        <source>“{name}” is paused on battery. It goes on as soon as there is power again.</source>
        <translation>“{name}”因使用电池而暂停，接通电源后会自动继续。</translation>
    </message>
    <message>
        <source>The computer slept, so “{name}” is paused. It goes on when you say so.</source>
        <translation>电脑休眠过，“{name}”已暂停。需要时请手动继续。</translation>
    </message>
    <message>
        <source>“{name}” is paused, and its memory is free. Nothing is lost.</source>
        <translation>“{name}”已暂停，内存已释放。没有任何损失。</translation>
    </message>
    <message>
        <source>There is power again: “{name}” goes on.</source>
        <translation>电源已接通：“{name}”继续训练。</translation>
    </message>
    <message>
        <source>“{name}” begins now in its place.</source>
        <translation>改由“{name}”现在开始。</translation>
    </message>
    <message>
        <source>“{name}” stays in the line.</source>
        <translation>“{name}”仍在队列中。</translation>
    </message>
    <message>
        <source>This desktop shows no notifications; so it is only said here.</source>
        <translation>此桌面不支持通知，因此只在这里提示。</translation>
    </message>
</context>
<context>
    <name>Engine</name>
    <message>
        <source>The engine crashed.</source>
        <translation>引擎崩溃了。</translation>
    </message>
    <message>
        <source>The system ended the engine, perhaps because memory ran out.</source>
        <translation>引擎被系统结束，可能是内存不足。</translation>
    </message>
    <message>
        <source>The engine no longer answered and was ended.</source>
        <translation>引擎没有响应，已被结束。</translation>
    </message>
    <message>
        <source>The engine did not stop in time and was ended.</source>
        <translation>引擎未能及时停止，已被结束。</translation>
    </message>
    <message>
        <source>The engine ended unexpectedly.</source>
        <translation>引擎意外退出。</translation>
    </message>
    <message>
        <source>{what} It is starting again; your work is safe.</source>
        <translation>{what}正在重新启动，您的作品不受影响。</translation>
    </message>
    <message>
        <source>{what} It is starting again; please try once more.</source>
        <translation>{what}正在重新启动，请再试一次。</translation>
    </message>
    <message>
        <source>The engine computes something large and cannot answer at the moment.</source>
        <translation>引擎正在进行大量计算，暂时无法响应。</translation>
    </message>
    <message>
        <source>The engine stopped {count} times in a row and stays down. Close other programs to free memory, then choose “Start the Engine Again”.</source>
        <translation>引擎已连续停止 {count} 次，不再自动启动。请关闭其他程序以释放内存，然后选择“重新启动引擎”。</translation>
    </message>
    <message>
        <source>The engine cannot be reached. Please start Impasto again.</source>
        <translation>无法连接引擎，请重新打开 Impasto。</translation>
    </message>
</context>
<context>
    <name>ExcludePanel</name>
    <message>
        <source>Makes the edges of what is left out soft</source>
        <translation>使排除部分的边缘柔和</translation>
    </message>
    <message>
        <source>The whole picture counts again</source>
        <translation>整幅图片重新计入</translation>
    </message>
    <message>
        <source>White, or what is opaque, is left out</source>
        <translation>白色或不透明的部分将被排除</translation>
    </message>
    <message>
        <source>Leave out of {name}</source>
        <translation>排除“{name}”的一部分</translation>
    </message>
    <message>
        <source>Paint over what shall take no part: a frame, a signature. Hold Alt to take back.</source>
        <translation>涂抹不应参与的部分：画框、签名。按住 Alt 可恢复。</translation>
    </message>
    <message>
        <source>Choose a tool, or go on with what is left out as it is.</source>
        <translation>选择一个工具，或保持现有的排除部分。</translation>
    </message>
    <message>
        <source>Paint over what shall count again.</source>
        <translation>涂抹要重新计入的部分。</translation>
    </message>
    <message>
        <source>Draw round a part to leave it out. Hold Alt to take it back.</source>
        <translation>圈出要排除的部分。按住 Alt 可恢复。</translation>
    </message>
    <message>
        <source>Click the corners; a double click closes. Hold Alt to take back.</source>
        <translation>单击各角点，双击闭合。按住 Alt 可恢复。</translation>
    </message>
    <message>
        <source>Drag from where nothing counts to where all does.</source>
        <translation>从完全排除处拖到完全计入处。</translation>
    </message>
    <message>
        <source>Click something to leave it out. Hold Alt to take it back.</source>
        <translation>单击要排除的东西。按住 Alt 可恢复。</translation>
    </message>
</context>
<context>
    <name>ExcludeView</name>
    <message>
        <source>Style picture</source>
        <translation>风格图</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Takes back what was painted last</source>
        <translation>撤销最近一次涂抹</translation>
    </message>
    <message>
        <source>Brush</source>
        <translation>画笔</translation>
    </message>
    <message>
        <source>Eraser</source>
        <translation>橡皮擦</translation>
    </message>
    <message>
        <source>Lasso</source>
        <translation>套索</translation>
    </message>
    <message>
        <source>Polygon</source>
        <translation>多边形</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>渐变</translation>
    </message>
    <message>
        <source>Select by a Click</source>
        <translation>点击选择</translation>
    </message>
</context>
<context>
    <name>Excluding</name>
    <message>
        <source>Leave Out Nothing</source>
        <translation>不再排除</translation>
    </message>
    <message>
        <source>Leave Out of Style</source>
        <translation>从风格中排除</translation>
    </message>
</context>
<context>
    <name>ExpertFields</name>
    <message>
        <source>as the task has it</source>
        <translation>按任务默认</translation>
    </message>
    <message>
        <source>Objective</source>
        <translation>目标函数</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>方法</translation>
    </message>
    <message>
        <source>From the universal network</source>
        <translation>从通用网络出发</translation>
    </message>
    <message>
        <source>Swatches go on at their own other edge</source>
        <translation>样片可无缝平铺</translation>
    </message>
    <message>
        <source>The textbook&apos;s network (DCGAN)</source>
        <translation>教科书网络（DCGAN）</translation>
    </message>
    <message>
        <source>Goes on from the universal network</source>
        <translation>以通用网络为起点继续学习</translation>
    </message>
    <message>
        <source>Paints with what ships, which has seen many styles, instead of the paper&apos;s network</source>
        <translation>用随附的、见过许多风格的网络作画，而不是论文中的网络</translation>
    </message>
    <message>
        <source>Judged at three sizes</source>
        <translation>在三种尺寸上评判</translation>
    </message>
    <message>
        <source>Strokes and composition, by a discriminator for each size</source>
        <translation>笔触与构图各由一个尺寸的判别器评判</translation>
    </message>
    <message>
        <source>Works are also seen as in a mirror</source>
        <translation>也学习作品的左右镜像</translation>
    </message>
    <message>
        <source>Not for lettering, nor where left and right differ</source>
        <translation>不适合文字，也不适合左右有别的图像</translation>
    </message>
    <message>
        <source>Recipe, as JSON</source>
        <translation>配方（JSON）</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>配方</translation>
    </message>
</context>
<context>
    <name>ExportPanel</name>
    <message>
        <source>Finish</source>
        <translation>成品</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>即时</translation>
    </message>
    <message>
        <source>Refined (slow)</source>
        <translation>精绘（较慢）</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Depth</source>
        <translation>位深</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>色彩</translation>
    </message>
    <message>
        <source>sRGB</source>
        <translation>sRGB</translation>
    </message>
    <message>
        <source>Display P3</source>
        <translation>Display P3</translation>
    </message>
    <message>
        <source>As in the photo</source>
        <translation>与照片相同</translation>
    </message>
    <message>
        <source>Metadata</source>
        <translation>元数据</translation>
    </message>
    <message>
        <source>All but the location</source>
        <translation>除位置外全部</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>全部保留</translation>
    </message>
    <message>
        <source>None</source>
        <translation>不保留</translation>
    </message>
    <message>
        <source>Write the recipe into the file</source>
        <translation>把配方写入文件</translation>
    </message>
    <message>
        <source>Names and places of photo and styles, and all settings; no pictures and no masks. Opened in Impasto, the file brings them back. Everybody who gets the file can read it.</source>
        <translation>包括照片和风格的名称与位置，以及全部设置；不含图片和蒙版。在 Impasto 中打开该文件即可恢复它们。任何拿到文件的人都能读到这些内容。</translation>
    </message>
    <message>
        <source>Back to the sliders</source>
        <translation>返回参数</translation>
    </message>
    <message>
        <source>Save As…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>Overwrite</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>Keep Both</source>
        <translation>两者都保留</translation>
    </message>
    <message>
        <source>{name} is there already and was kept.</source>
        <translation>{name} 已经存在，已予保留。</translation>
    </message>
    <message>
        <source>{name} is there already.</source>
        <translation>{name} 已经存在。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
</context>
<context>
    <name>ExportPlace</name>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Fields: {fields}</source>
        <translation>可用字段：{fields}</translation>
    </message>
    <message>
        <source>If it exists</source>
        <translation>若已存在</translation>
    </message>
    <message>
        <source>Number the new one</source>
        <translation>为新文件编号</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>询问</translation>
    </message>
    <message>
        <source>Overwrite it</source>
        <translation>覆盖它</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>{name} is there already</source>
        <translation>{name} 已经存在</translation>
    </message>
    <message>
        <source>There is no field {field}. There are: {fields}</source>
        <translation>没有字段 {field}。可用字段：{fields}</translation>
    </message>
</context>
<context>
    <name>ExportQueue</name>
    <message>
        <source>Progress of the export</source>
        <translation>导出进度</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>正在导出</translation>
    </message>
    <message>
        <source>Exporting {count} pictures</source>
        <translation>正在导出 {count} 张图片</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 张</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>已暂停</translation>
    </message>
</context>
<context>
    <name>ExportRow</name>
    <message>
        <source>Cancel {name}</source>
        <translation>取消 {name}</translation>
    </message>
</context>
<context>
    <name>ExportSize</name>
    <message>
        <source>Size</source>
        <translation>尺寸</translation>
    </message>
    <message>
        <source>Long side in pixels</source>
        <translation>长边像素数</translation>
    </message>
    <message>
        <source> px on the long side</source>
        <translation> 像素（长边）</translation>
    </message>
    <message>
        <source>Original, {size}</source>
        <translation>原始尺寸，{size}</translation>
    </message>
    <message>
        <source>{side} px on the long side</source>
        <translation>长边 {side} 像素</translation>
    </message>
    <message>
        <source>Other size…</source>
        <translation>其他尺寸…</translation>
    </message>
    <message>
        <source>For print…</source>
        <translation>用于打印…</translation>
    </message>
</context>
<context>
    <name>Exporting</name>
    <message>
        <source>{name} is what this is painted from. Originals are never written over; choose another name.</source>
        <translation>{name} 是这幅画所用的原件。原件绝不会被覆盖；请换一个名称。</translation>
    </message>
    <message>
        <source>The engine answered something else than a file. Please try again.</source>
        <translation>引擎没有返回文件，请再试一次。</translation>
    </message>
</context>
<context>
    <name>Facts</name>
    <message>
        <source>step</source>
        <translation>步</translation>
    </message>
    <message>
        <source>crops seen</source>
        <translation>已看裁片</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>已训练</translation>
    </message>
    <message>
        <source>time left</source>
        <translation>剩余时间</translation>
    </message>
    <message>
        <source>crops per s</source>
        <translation>每秒裁片</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>next checkpoint</source>
        <translation>下个存档</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
</context>
<context>
    <name>FiguresPanel</name>
    <message>
        <source>Frames a second</source>
        <translation>每秒帧数</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>延迟</translation>
    </message>
    <message>
        <source>Working size</source>
        <translation>工作尺寸</translation>
    </message>
    <message>
        <source>Most time</source>
        <translation>最耗时</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>已略过</translation>
    </message>
    <message>
        <source>Audio delay for OBS</source>
        <translation>OBS 音频延迟</translation>
    </message>
    <message>
        <source>From the source having a frame to its being painted: half of the frames, and 95 of 100</source>
        <translation>从来源得到一帧到绘制完成：一半的帧之内，以及 100 帧中的 95 帧之内</translation>
    </message>
    <message>
        <source>Frames that were left out</source>
        <translation>已略过的帧</translation>
    </message>
    <message>
        <source>What the sound has to wait for the picture: type it into OBS as the sync offset</source>
        <translation>声音需要等待画面的时间：在 OBS 中填入同步偏移</translation>
    </message>
    <message>
        <source>came while another was painted</source>
        <translation>绘制另一帧时到来</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>above the frame rate</source>
        <translation>超出帧率</translation>
    </message>
    <message>
        <source>missed by the film</source>
        <translation>录像漏掉</translation>
    </message>
    <message>
        <source>missed by the virtual camera</source>
        <translation>虚拟摄像头漏掉</translation>
    </message>
    <message>
        <source>overtaken on the way into the window</source>
        <translation>在传到窗口途中被新帧取代</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>reducing</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>calming</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>the style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>the network</source>
        <translation>网络</translation>
    </message>
    <message>
        <source>colours</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>enlarging</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>handing over</source>
        <translation>交付</translation>
    </message>
</context>
<context>
    <name>Files</name>
    <message>
        <source>Open Photograph</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Pictures ({patterns})</source>
        <translation>图片 ({patterns})</translation>
    </message>
    <message>
        <source>Add Styles</source>
        <translation>添加风格</translation>
    </message>
    <message>
        <source>Pictures and styles ({patterns})</source>
        <translation>图片和风格 ({patterns})</translation>
    </message>
    <message>
        <source>Choose Pictures</source>
        <translation>选择图片</translation>
    </message>
    <message>
        <source>Save the Painting</source>
        <translation>保存画作</translation>
    </message>
    <message>
        <source>Folder for Exports</source>
        <translation>导出文件夹</translation>
    </message>
    <message>
        <source>Swatches That Were Learnt</source>
        <translation>学成的样片</translation>
    </message>
    <message>
        <source>Generators ({patterns})</source>
        <translation>生成器 ({patterns})</translation>
    </message>
    <message>
        <source>Choose a Film</source>
        <translation>选择影片</translation>
    </message>
    <message>
        <source>Films ({patterns})</source>
        <translation>影片 ({patterns})</translation>
    </message>
    <message>
        <source>All files ({patterns})</source>
        <translation>所有文件 ({patterns})</translation>
    </message>
    <message>
        <source>Choose a File with Sound</source>
        <translation>选择带声音的文件</translation>
    </message>
    <message>
        <source>Sound and films ({patterns})</source>
        <translation>声音和影片 ({patterns})</translation>
    </message>
    <message>
        <source>Import a Mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>Save the Mask</source>
        <translation>保存蒙版</translation>
    </message>
    <message>
        <source>Open Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Impasto projects ({patterns})</source>
        <translation>Impasto 项目 ({patterns})</translation>
    </message>
    <message>
        <source>Save Project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>FilmPart</name>
    <message>
        <source>Name of the next film</source>
        <translation>下一段影片的名称</translation>
    </message>
    <message>
        <source>Name, else the time</source>
        <translation>名称，留空则为时间</translation>
    </message>
    <message>
        <source>Folder for films and stills</source>
        <translation>影片和静帧的文件夹</translation>
    </message>
    <message>
        <source>Record the sound, too</source>
        <translation>同时录制声音</translation>
    </message>
    <message>
        <source>What is chosen as the sound below: the microphone, or a file</source>
        <translation>下方“声音”中所选的来源：麦克风或文件</translation>
    </message>
    <message>
        <source>Send to a virtual camera</source>
        <translation>发送到虚拟摄像头</translation>
    </message>
    <message>
        <source>Other programs then offer the painted picture as a camera</source>
        <translation>其他程序会把绘制后的画面当作摄像头提供</translation>
    </message>
    <message>
        <source>As it is shown</source>
        <translation>与显示的一致</translation>
    </message>
    <message>
        <source>Output size</source>
        <translation>输出尺寸</translation>
    </message>
    <message>
        <source>Of films, of the virtual camera and of the window without a frame: the whole picture, with black beside it where its shape is another. The size it is painted at is not changed by it.</source>
        <translation>影片、虚拟摄像头和无边框窗口的尺寸：画面完整保留，形状不同时以黑边补齐。绘制时的尺寸不受影响。</translation>
    </message>
    <message>
        <source>In {folder}</source>
        <translation>位于 {folder}</translation>
    </message>
</context>
<context>
    <name>Filmstrip</name>
    <message>
        <source>Sample: photographs above, painted below</source>
        <translation>样张：上为照片，下为画作</translation>
    </message>
    <message>
        <source>Moment of the training</source>
        <translation>训练的时刻</translation>
    </message>
    <message>
        <source>Goes through samples and curves together</source>
        <translation>同时浏览样张与曲线</translation>
    </message>
    <message>
        <source>What it is compared with</source>
        <translation>与什么比较</translation>
    </message>
    <message>
        <source>Drag in the picture or press ← and → to move the dividing line</source>
        <translation>在图片中拖动或按 ← 和 → 以移动分界线</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Remembers this moment, to compare any other with it</source>
        <translation>记住这一时刻，以便与其他时刻比较</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>With the first</source>
        <translation>与第一张比较</translation>
    </message>
    <message>
        <source>With step {step}</source>
        <translation>与第 {step} 步比较</translation>
    </message>
    <message>
        <source>With “{name}”</source>
        <translation>与“{name}”比较</translation>
    </message>
    <message>
        <source>left: “{name}”, step {step}</source>
        <translation>左侧：“{name}”第 {step} 步</translation>
    </message>
    <message>
        <source>on other photographs</source>
        <translation>照片不同</translation>
    </message>
    <message>
        <source>The first sample comes with the first step.</source>
        <translation>第一步之后就有第一张样张。</translation>
    </message>
    <message>
        <source>Step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Step {step}, the newest</source>
        <translation>第 {step} 步，最新</translation>
    </message>
</context>
<context>
    <name>FolderBox</name>
    <message>
        <source>Choose Folder…</source>
        <translation>选择文件夹…</translation>
    </message>
</context>
<context>
    <name>FormatBox</name>
    <message>
        <source>Format of the camera</source>
        <translation>摄像头的格式</translation>
    </message>
    <message>
        <source>The size and the rate that the camera is asked for. What it gives instead is said.</source>
        <translation>向摄像头请求的尺寸和帧率。如果它给出别的格式，会有提示。</translation>
    </message>
    <message>
        <source>Automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>As near to 1280 × 720 as the camera can, at the rate that is painted.</source>
        <translation>尽可能接近 1280 × 720，帧率与绘制的一致。</translation>
    </message>
    <message>
        <source>{size}, {count} a second</source>
        <translation>{size}，每秒 {count} 帧</translation>
    </message>
</context>
<context>
    <name>GameFigures</name>
    <message>
        <source>tells works from made ones</source>
        <translation>分辨真作与生成图</translation>
    </message>
    <message>
        <source>How often the discriminator is right: 50 % is guessing, at 100 % nothing fools it</source>
        <translation>判别器判断正确的比例：50 % 等于瞎猜，100 % 则什么也骗不过它</translation>
    </message>
    <message>
        <source>right of works | made | unseen</source>
        <translation>判断正确率：作品 | 生成 | 未见过</translation>
    </message>
    <message>
        <source>How often the discriminator is right: of works it learns from, of what is made, and of works it has never seen. Far less of the unseen: it learns by heart</source>
        <translation>判别器判断正确的比例：它学习的作品、生成的图片、它从未见过的作品。未见过的远低于其他：说明它在死记硬背</translation>
    </message>
    <message>
        <source>learnt by heart</source>
        <translation>死记程度</translation>
    </message>
    <message>
        <source>How much less it likes works that it has never seen than those it learns from</source>
        <translation>它对未见过的作品比对学过的作品冷淡多少</translation>
    </message>
    <message>
        <source>diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>How different what is made is, beside the works; below 50 % it collapses</source>
        <translation>生成图之间的差异，与作品相比；低于 50 % 即为崩塌</translation>
    </message>
    <message>
        <source>KID, Impasto loss network</source>
        <translation>KID，Impasto 损失网络</translation>
    </message>
    <message>
        <source>How far what is made is from the works; 0 is not at all. With its 95 % interval</source>
        <translation>生成图与作品的距离；0 为毫无差别。附 95 % 区间</translation>
    </message>
    <message>
        <source>made | {work}</source>
        <translation>生成 | {work}</translation>
    </message>
    <message>
        <source>nearest work</source>
        <translation>最接近的作品</translation>
    </message>
    <message>
        <source>Left of the newest sample the one that is most like a work, right that work. Where both show the same, it is a copy</source>
        <translation>左为最新样片中最像某件作品的一张，右为那件作品。两者若画的是同一内容，就是翻版</translation>
    </message>
    <message>
        <source>KID wants 16 pictures</source>
        <translation>KID 至少需要 16 张图片</translation>
    </message>
    <message>
        <source>KID is given of at least 16 pictures. This training looks at fewer at a time, of which it would say nothing</source>
        <translation>至少有 16 张图片才给出 KID。本次训练每次测量的图片不足此数，据此算出的 KID 没有意义</translation>
    </message>
    <message>
        <source>Left what is made, right the work that it is nearest to</source>
        <translation>左为生成的图片，右为与它最接近的作品</translation>
    </message>
</context>
<context>
    <name>HistoryDock</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>HistoryModel</name>
    <message>
        <source>Beginning</source>
        <translation>开始</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
</context>
<context>
    <name>ImaginePage</name>
    <message>
        <source>The first swatches are being made…</source>
        <translation>正在生成第一批样片…</translation>
    </message>
    <message>
        <source>Map of swatches</source>
        <translation>样片地图</translation>
    </message>
    <message>
        <source>Arrows go from swatch to swatch, with Shift in small steps; Enter paints with it</source>
        <translation>方向键逐个样片移动，按住 Shift 小步移动；回车用它作画</translation>
    </message>
    <message>
        <source>The swatch at this place</source>
        <translation>此处的样片</translation>
    </message>
    <message>
        <source>A seed alone is this swatch in the terminal, too: impasto imagine --seed</source>
        <translation>单独一个种子在终端中也是这张样片：impasto imagine --seed</translation>
    </message>
    <message>
        <source>Kept swatches</source>
        <translation>收藏的样片</translation>
    </message>
    <message>
        <source>A click looks at it, Delete forgets it</source>
        <translation>单击查看，Delete 移除</translation>
    </message>
    <message>
        <source>Nothing is kept yet. A kept swatch is the same for ever.</source>
        <translation>还没有收藏。收藏的样片永远不变。</translation>
    </message>
    <message>
        <source>Use as Style</source>
        <translation>用作风格</translation>
    </message>
    <message>
        <source>Goes to Stylize and paints with this swatch (Enter)</source>
        <translation>转到风格化，用这块样片作画（回车）</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Remembers this place on the map</source>
        <translation>记住地图上的这个位置</translation>
    </message>
    <message>
        <source>Other Swatches</source>
        <translation>换一批样片</translation>
    </message>
    <message>
        <source>A map between four others, chosen by chance</source>
        <translation>随机另选四块，看它们之间的地图</translation>
    </message>
    <message>
        <source>Between the Kept</source>
        <translation>在收藏之间</translation>
    </message>
    <message>
        <source>A map from one kept swatch to another, of the last four at most</source>
        <translation>从一块收藏到另一块的地图，最多取最后四块</translation>
    </message>
    <message>
        <source>Map Before</source>
        <translation>上一张地图</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Kept</source>
        <translation>收藏</translation>
    </message>
    <message>
        <source>Seed {seed}</source>
        <translation>种子 {seed}</translation>
    </message>
    <message>
        <source>Seeds {shares}</source>
        <translation>种子 {shares}</translation>
    </message>
    <message>
        <source>Swatch {number}</source>
        <translation>样片 {number}</translation>
    </message>
    <message>
        <source>This swatch is forgotten.</source>
        <translation>已移除这块样片。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>Imagining</name>
    <message>
        <source>Keep at least two swatches first, then see what lies between them.</source>
        <translation>请先收藏至少两块样片，再看它们之间有什么。</translation>
    </message>
    <message>
        <source>There is no place for this swatch: {reason}. Free some space, then try again.</source>
        <translation>这块样片无处存放：{reason}。请腾出空间后重试。</translation>
    </message>
</context>
<context>
    <name>Judge</name>
    <message>
        <source>Gap closed</source>
        <translation>差距缩小</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>内容</translation>
    </message>
    <message>
        <source>Perceptual</source>
        <translation>感知</translation>
    </message>
    <message>
        <source>Clipped</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>How far it has come from its photo to its style. 1: all the way.</source>
        <translation>从照片走向风格的程度。1：完全到达。</translation>
    </message>
    <message>
        <source>Distance from the style picture. 0: the same strokes and colours.</source>
        <translation>与风格图片的距离。0：笔触和颜色相同。</translation>
    </message>
    <message>
        <source>Distance from the photo in what is seen. 0: the same; 1: unrelated.</source>
        <translation>所见内容与照片的距离。0：相同；1：无关。</translation>
    </message>
    <message>
        <source>How different from the photo it looks. 0: the same.</source>
        <translation>看起来与照片有多不同。0：相同。</translation>
    </message>
    <message>
        <source>Structural similarity to the photo. 1: the same.</source>
        <translation>与照片的结构相似度。1：相同。</translation>
    </message>
    <message>
        <source>Peak signal-to-noise ratio against the photo, in decibels.</source>
        <translation>相对于照片的峰值信噪比，单位为分贝。</translation>
    </message>
    <message>
        <source>Mean squared error against the photo, colours from 0 to 1.</source>
        <translation>相对于照片的均方误差，颜色取值 0 到 1。</translation>
    </message>
    <message>
        <source>Share of pixels at the end of the range, beyond the style&apos;s own.</source>
        <translation>处于取值范围尽头的像素比例，已减去风格图片自身的部分。</translation>
    </message>
    <message>
        <source>Higher is nearer.</source>
        <translation>越高越接近。</translation>
    </message>
    <message>
        <source>Lower is nearer.</source>
        <translation>越低越接近。</translation>
    </message>
    <message>
        <source>Taken on the features of the {network}.</source>
        <translation>基于 {network} 的特征。</translation>
    </message>
    <message>
        <source>Figures of each picture</source>
        <translation>每张图片的数字</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>中位数</translation>
    </message>
    <message>
        <source>Worst tenth</source>
        <translation>最差的十分之一</translation>
    </message>
    <message>
        <source>95 % interval: {low} to {high}. Near 0: one kind.</source>
        <translation>95 % 区间：{low} 至 {high}。接近 0：属于同一类。</translation>
    </message>
    <message>
        <source>{first} and {second} pictures.</source>
        <translation>{first} 张和 {second} 张图片。</translation>
    </message>
</context>
<context>
    <name>JudgeController</name>
    <message>
        <source>Two folders are compared here. Drop a folder.</source>
        <translation>这里比较两个文件夹。请拖入文件夹。</translation>
    </message>
    <message>
        <source>Saved {name}</source>
        <translation>已保存 {name}</translation>
    </message>
</context>
<context>
    <name>JudgePage</name>
    <message>
        <source>Pictures</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Painted pictures against their photos and styles</source>
        <translation>画作与其照片和风格的比较</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Two folders against each other, as sets</source>
        <translation>两个文件夹作为整体互相比较</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>How much is measured</source>
        <translation>测量进度</translation>
    </message>
    <message>
        <source>Save Sheet…</source>
        <translation>保存对照表…</translation>
    </message>
    <message>
        <source>Photo, style and painting side by side, as a picture or a page</source>
        <translation>照片、风格和画作并排，存为图片或网页</translation>
    </message>
    <message>
        <source>Save Figures…</source>
        <translation>保存数字…</translation>
    </message>
    <message>
        <source>For other programs: CSV or JSON</source>
        <translation>供其他程序使用：CSV 或 JSON</translation>
    </message>
    <message>
        <source>Gap, style, content, perceptual, KID and FID are taken on the features of the {network} and compare with no published figures on others.</source>
        <translation>差距、风格、内容、感知、KID 和 FID 基于 {network} 的特征，不能与基于其他特征的已发表数字比较。</translation>
    </message>
    <message>
        <source>First folder</source>
        <translation>第一个文件夹</translation>
    </message>
    <message>
        <source>Pictures of one kind: what a network painted, say.</source>
        <translation>一类图片：例如网络画出的图片。</translation>
    </message>
    <message>
        <source>Second folder</source>
        <translation>第二个文件夹</translation>
    </message>
    <message>
        <source>Pictures of the other kind: the works it learnt from.</source>
        <translation>另一类图片：它所学习的作品。</translation>
    </message>
    <message>
        <source>Painted</source>
        <translation>画作</translation>
    </message>
    <message>
        <source>What is judged. Drop pictures here, or a folder of them.</source>
        <translation>要评判的内容。把图片或图片文件夹拖到这里。</translation>
    </message>
    <message>
        <source>Photos</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>One for all, or one for each in the same order.</source>
        <translation>一张用于全部，或按相同顺序每张一张。</translation>
    </message>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>The style that was wanted. Without it the photo alone counts.</source>
        <translation>想要的风格。没有它时只与照片比较。</translation>
    </message>
    <message>
        <source>How alike are two sets of pictures?</source>
        <translation>两组图片有多相似？</translation>
    </message>
    <message>
        <source>Choose two folders and measure: KID says it with an interval, FID as one number.</source>
        <translation>选择两个文件夹并测量：KID 给出数值和区间，FID 给出一个数。</translation>
    </message>
    <message>
        <source>How good is a painting, in figures?</source>
        <translation>一张画用数字看有多好？</translation>
    </message>
    <message>
        <source>Drop painted pictures, their photos and their styles here, and measure. In a folder, name pictures PHOTO__STYLE and they find their own.</source>
        <translation>把画作、照片和风格拖到这里，然后测量。在文件夹中，把图片命名为 照片__风格，它们会自动配对。</translation>
    </message>
</context>
<context>
    <name>Keys</name>
    <message>
        <source>{keys} is {command} already. Change that first, or choose others.</source>
        <translation>{keys} 已用于“{command}”。请先更改它，或选择其他按键。</translation>
    </message>
    <message>
        <source>{keys} opens the menu {menu}. Choose others.</source>
        <translation>{keys} 会打开菜单“{menu}”。请选择其他按键。</translation>
    </message>
    <message>
        <source>{keys} leads to a room. Choose others.</source>
        <translation>{keys} 用于进入页面。请选择其他按键。</translation>
    </message>
    <message>
        <source>{keys} has a meaning in the picture, a list or a field. Choose others.</source>
        <translation>{keys} 在图片、列表或输入框中另有用途。请选择其他按键。</translation>
    </message>
</context>
<context>
    <name>LearntParts</name>
    <message>
        <source>Reading the photograph</source>
        <translation>读取照片</translation>
    </message>
    <message>
        <source>The trunk, where shapes turn into strokes</source>
        <translation>主干：形状在此变成笔触</translation>
    </message>
    <message>
        <source>Painting at a quarter of the size: broad strokes</source>
        <translation>以四分之一尺寸作画：大笔触</translation>
    </message>
    <message>
        <source>Painting at full size: fine strokes</source>
        <translation>以完整尺寸作画：细笔触</translation>
    </message>
    <message>
        <source>Answer to the style: colours and contrasts</source>
        <translation>对风格的回应：色彩与对比</translation>
    </message>
    <message>
        <source>{count} weights</source>
        <translation>{count} 个权重</translation>
    </message>
    <message>
        <source>“{name}” in commands and recipes</source>
        <translation>在命令和配方中称为 “{name}”</translation>
    </message>
    <message>
        <source>{learnt} of {all} weights are learnt; the rest stays as it is, as what reads style pictures always does.</source>
        <translation>共 {all} 个权重，学习其中 {learnt} 个；其余保持原样，读取风格图片的部分始终如此。</translation>
    </message>
</context>
<context>
    <name>LevelMeter</name>
    <message>
        <source>Loudness, low, middle and high tones</source>
        <translation>响度、低音、中音和高音</translation>
    </message>
</context>
<context>
    <name>LiveBar</name>
    <message>
        <source>Record (R)</source>
        <translation>录像（R）</translation>
    </message>
    <message>
        <source>Frames a second, and from the camera to the screen</source>
        <translation>每秒帧数，以及从摄像头到屏幕的时间</translation>
    </message>
    <message>
        <source>Take a still (S)</source>
        <translation>拍摄静帧（S）</translation>
    </message>
    <message>
        <source>A still at the full size of the source, painted as the moving picture is (S)</source>
        <translation>以来源的完整尺寸拍摄静帧，画法与动态画面相同（S）</translation>
    </message>
    <message>
        <source>The picture as it came on the left of a line (C)</source>
        <translation>分界线左侧显示原始画面 (C)</translation>
    </message>
    <message>
        <source>The picture as it came, while this or Space is held</source>
        <translation>按住此按钮或空格键时显示原始画面</translation>
    </message>
    <message>
        <source>A window without a frame, for capture by another program (B)</source>
        <translation>无边框窗口，供其他程序捕获（B）</translation>
    </message>
    <message>
        <source>Over the whole display (F)</source>
        <translation>全屏显示（F）</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Ctrl+Return begins and ends the picture</source>
        <translation>Ctrl+Return 开始或结束画面</translation>
    </message>
    <message>
        <source>End Recording</source>
        <translation>结束录像</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>录像</translation>
    </message>
    <message>
        <source>{fps} fps</source>
        <translation>{fps} 帧/秒</translation>
    </message>
</context>
<context>
    <name>LiveController</name>
    <message>
        <source>The source gives pictures.</source>
        <translation>来源已有画面。</translation>
    </message>
    <message>
        <source>What was recorded until then is in {name}.</source>
        <translation>此前录下的内容在 {name} 中。</translation>
    </message>
    <message>
        <source>Recorded {name}.</source>
        <translation>已录制 {name}。</translation>
    </message>
    <message>
        <source>Saved {name}.</source>
        <translation>已保存 {name}。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Start Again</source>
        <translation>重新开始</translation>
    </message>
</context>
<context>
    <name>LivePage</name>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
    <message>
        <source>Waiting for the source…</source>
        <translation>正在等待来源…</translation>
    </message>
    <message>
        <source>It is tried again by itself. Another source can be chosen at any time.</source>
        <translation>会自动重试，也可以随时选择其他来源。</translation>
    </message>
    <message>
        <source>The system does not let Impasto use cameras. Allow it in the system&apos;s privacy settings, or choose a film.</source>
        <translation>系统不允许 Impasto 使用摄像头。请在系统的隐私设置中允许，或选择影片。</translation>
    </message>
    <message>
        <source>Choose a Film…</source>
        <translation>选择影片…</translation>
    </message>
    <message>
        <source>Folder of Pictures to Play</source>
        <translation>要播放的图片文件夹</translation>
    </message>
    <message>
        <source>Folder for Films and Stills</source>
        <translation>影片和静帧的文件夹</translation>
    </message>
    <message>
        <source>Drop it to play it in a style</source>
        <translation>放下即可以某种风格播放</translation>
    </message>
</context>
<context>
    <name>LivePanel</name>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>效果</translation>
    </message>
    <message>
        <source>Figures</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Films and stills</source>
        <translation>影片和静帧</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>MIDI</source>
        <translation>MIDI</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Mix of the styles</source>
        <translation>风格的混合</translation>
    </message>
</context>
<context>
    <name>LiveStage</name>
    <message>
        <source>Impasto Live</source>
        <translation>Impasto 实时</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Live picture</source>
        <translation>实时画面</translation>
    </message>
</context>
<context>
    <name>LiveWelcome</name>
    <message>
        <source>Start</source>
        <translation>开始</translation>
    </message>
    <message>
        <source>Choose a Film…</source>
        <translation>选择影片…</translation>
    </message>
    <message>
        <source>Choose a Folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>See {name} in a style</source>
        <translation>以某种风格观看 {name}</translation>
    </message>
    <message>
        <source>It is painted as it plays. Numbers and the wheel change the style. Nothing is kept.</source>
        <translation>边播放边绘制。数字键和滚轮可切换风格。不会保存任何内容。</translation>
    </message>
    <message>
        <source>No camera? Choose a film.</source>
        <translation>没有摄像头？请选择影片。</translation>
    </message>
    <message>
        <source>Plug in a camera and it is offered here by itself. A film or a folder of pictures plays in its place: choose one, or drop it here.</source>
        <translation>插入摄像头后，它会自动出现在这里。也可以用影片或图片文件夹代替：选择一个，或拖放到此处。</translation>
    </message>
</context>
<context>
    <name>LogView</name>
    <message>
        <source>What happened in this training</source>
        <translation>这次训练中发生的事</translation>
    </message>
    <message>
        <source>Technical</source>
        <translation>技术日志</translation>
    </message>
    <message>
        <source>The numbers of each row, and what kind of event it was</source>
        <translation>每行的数值，以及事件的类型</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>经过</translation>
    </message>
    <message>
        <source>The style is still getting stronger.</source>
        <translation>风格仍在增强。</translation>
    </message>
    <message>
        <source>The style changes little by now.</source>
        <translation>风格已变化不大。</translation>
    </message>
    <message>
        <source>The style is getting weaker: the samples show whether that is for the better.</source>
        <translation>风格正在变弱：请看样张判断这样是否更好。</translation>
    </message>
    <message>
        <source>No visible change for 5 minutes. Stopping would lose nothing.</source>
        <translation>5 分钟来没有可见的变化。现在停止不会有损失。</translation>
    </message>
</context>
<context>
    <name>LookPart</name>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔触大小</translation>
    </message>
    <message>
        <source>Keep the scene&apos;s colours</source>
        <translation>保留场景的颜色</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>稳定</translation>
    </message>
    <message>
        <source>Fade between styles</source>
        <translation>风格间的过渡</translation>
    </message>
    <message>
        <source>From every frame painted for itself to as still as can be, where nothing moves</source>
        <translation>从逐帧独立绘制，到静止之处尽可能不变</translation>
    </message>
    <message>
        <source>How far frames differ from the one before, motion left aside: of 255, less is calmer</source>
        <translation>除去运动后，每帧与前一帧相差多少：满值 255，越小越平稳</translation>
    </message>
    <message>
        <source>By matching the palette</source>
        <translation>匹配整体色调</translation>
    </message>
    <message>
        <source>By keeping each spot&apos;s hue</source>
        <translation>逐点保留色相</translation>
    </message>
    <message>
        <source>How the scene&apos;s colours are kept</source>
        <translation>保留场景颜色的方式</translation>
    </message>
    <message>
        <source>Take only the style&apos;s colours</source>
        <translation>只取风格的颜色</translation>
    </message>
    <message>
        <source>Every line of the scene stays as it is</source>
        <translation>场景的每一根线条都保持原样</translation>
    </message>
    <message>
        <source>Finer strokes, fewer frames</source>
        <translation>笔触更细，帧数更少</translation>
    </message>
    <message>
        <source>Painted by the network of Stylize, which takes several times as long</source>
        <translation>由“风格化”的网络绘制，耗时为数倍</translation>
    </message>
    <message>
        <source>flicker {figure}</source>
        <translation>闪烁 {figure}</translation>
    </message>
</context>
<context>
    <name>LoupeGuide</name>
    <message>
        <source>Photograph</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>As exported</source>
        <translation>与导出一致</translation>
    </message>
    <message>
        <source>Preview</source>
        <translation>预览</translation>
    </message>
    <message>
        <source>Preview, painting {percent} %</source>
        <translation>预览，正在绘制 {percent} %</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>Stylize</source>
        <translation>风格化</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Picture</source>
        <translation>图片(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Mask</source>
        <translation>蒙版(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Rooms</source>
        <translation>工作区(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Live</source>
        <translation>实时(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Undo {change}</source>
        <translation>撤销 {change}(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo {change}</source>
        <translation>重做 {change}(&amp;R)</translation>
    </message>
    <message>
        <source>Start the Engine Again</source>
        <translation>重新启动引擎</translation>
    </message>
    <message>
        <source>The log folder cannot be written, so there is no log.</source>
        <translation>日志文件夹无法写入，因此没有日志。</translation>
    </message>
</context>
<context>
    <name>MaskPanel</name>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Hardness</source>
        <translation>硬度</translation>
    </message>
    <message>
        <source>Feather</source>
        <translation>羽化</translation>
    </message>
    <message>
        <source>Makes the edges of the whole mask soft</source>
        <translation>让整个蒙版的边缘变柔和</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>反转</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Without a mask the style paints everywhere</source>
        <translation>没有蒙版时，风格会画满整张照片</translation>
    </message>
    <message>
        <source>Import PNG…</source>
        <translation>导入 PNG…</translation>
    </message>
    <message>
        <source>White, or what is opaque, is where the style paints</source>
        <translation>白色或不透明的地方会用上这种风格</translation>
    </message>
    <message>
        <source>Export PNG…</source>
        <translation>导出 PNG…</translation>
    </message>
    <message>
        <source>Mask of {name}</source>
        <translation>“{name}”的蒙版</translation>
    </message>
    <message>
        <source>Choose a tool, or go on with the mask as it is.</source>
        <translation>选择一种工具，或者保持蒙版不变。</translation>
    </message>
    <message>
        <source>Paint where this style shall be.</source>
        <translation>涂抹要用这种风格的地方。</translation>
    </message>
    <message>
        <source>Paint where this style shall be. Hold Alt to take away.</source>
        <translation>涂抹要用这种风格的地方。按住 Alt 可擦除。</translation>
    </message>
    <message>
        <source>Paint where this style shall not be.</source>
        <translation>涂抹不要这种风格的地方。</translation>
    </message>
    <message>
        <source>Draw round a part of the picture. Hold Alt to take it away.</source>
        <translation>圈出画面的一部分。按住 Alt 可减去。</translation>
    </message>
    <message>
        <source>Click the corners; a double click closes. Hold Alt to take away.</source>
        <translation>依次点击各个角，双击闭合。按住 Alt 可减去。</translation>
    </message>
    <message>
        <source>Drag from where the style is full to where it ends.</source>
        <translation>从风格最强处拖到风格消失处。</translation>
    </message>
    <message>
        <source>Click something to select it. Hold Alt to take it away.</source>
        <translation>点击物体即可选中。按住 Alt 可减去。</translation>
    </message>
</context>
<context>
    <name>Masking</name>
    <message>
        <source>Erase Mask</source>
        <translation>擦除蒙版</translation>
    </message>
    <message>
        <source>Mask Gradient</source>
        <translation>蒙版渐变</translation>
    </message>
    <message>
        <source>Select Region</source>
        <translation>选择区域</translation>
    </message>
    <message>
        <source>Paint Mask</source>
        <translation>绘制蒙版</translation>
    </message>
    <message>
        <source>Invert Mask</source>
        <translation>反转蒙版</translation>
    </message>
    <message>
        <source>Clear Mask</source>
        <translation>清除蒙版</translation>
    </message>
    <message>
        <source>Feather Mask</source>
        <translation>羽化蒙版</translation>
    </message>
    <message>
        <source>The mask cannot be kept. Is the disk full?</source>
        <translation>无法保存蒙版。磁盘是否已满？</translation>
    </message>
    <message>
        <source>Import Mask</source>
        <translation>导入蒙版</translation>
    </message>
    <message>
        <source>Selecting…</source>
        <translation>正在选择…</translation>
    </message>
</context>
<context>
    <name>Midi</name>
    <message>
        <source>MIDI needs two more packages: pip install &apos;impasto[midi]&apos;.</source>
        <translation>MIDI 还需要两个软件包：pip install &apos;impasto[midi]&apos;。</translation>
    </message>
    <message>
        <source>The system&apos;s MIDI cannot be used ({reason}).</source>
        <translation>无法使用系统的 MIDI（{reason}）。</translation>
    </message>
    <message>
        <source>No MIDI controller is there. Plug one in: it is heard by itself.</source>
        <translation>没有 MIDI 控制器。接上后会自动识别。</translation>
    </message>
    <message>
        <source>Another program uses the MIDI controller. Close it, then switch MIDI on again.</source>
        <translation>另一个程序正在使用 MIDI 控制器。请关闭它，再重新打开 MIDI。</translation>
    </message>
</context>
<context>
    <name>MidiPart</name>
    <message>
        <source>Use MIDI controllers</source>
        <translation>使用 MIDI 控制器</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>学习</translation>
    </message>
    <message>
        <source>Forget All</source>
        <translation>全部清除</translation>
    </message>
    <message>
        <source>{slider}: knob {knob}</source>
        <translation>{slider}：旋钮 {knob}</translation>
    </message>
    <message>
        <source>{style}: {pad}</source>
        <translation>{style}：{pad}</translation>
    </message>
    <message>
        <source>Heard: {names}</source>
        <translation>已连接：{names}</translation>
    </message>
    <message>
        <source>Now strike the pad or the key that shall choose “{name}”.</source>
        <translation>现在敲击打击垫或按下琴键，用它来选择“{name}”。</translation>
    </message>
    <message>
        <source>Now turn the knob or push the fader that shall move “{name}”.</source>
        <translation>现在转动旋钮或推动推子，用它来控制“{name}”。</translation>
    </message>
    <message>
        <source>Touch a slider of this panel, or choose a style.</source>
        <translation>请触碰此面板中的一个滑块，或选择一种风格。</translation>
    </message>
</context>
<context>
    <name>MixPad</name>
    <message>
        <source>Drag to mix; a double click goes to the middle</source>
        <translation>拖动以混合；双击回到中间</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>Mix of the styles</source>
        <translation>风格的混合</translation>
    </message>
</context>
<context>
    <name>Mixing</name>
    <message>
        <source>{names}: not among the styles now, so Live paints without. The choice is kept: plug in the drive it lies on, or choose other styles.</source>
        <translation>{names}：现在不在风格之列，实时模式暂时不用它来绘制。您的选择会保留：请接上它所在的磁盘，或选择其他风格。</translation>
    </message>
    <message>
        <source>Four styles can be mixed. Take one out of the mix first: Ctrl and a click on it.</source>
        <translation>最多可混合四种风格。请先按住 Ctrl 点击其中一种，将其移出混合。</translation>
    </message>
</context>
<context>
    <name>NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>Opening</name>
    <message>
        <source>Pasted</source>
        <translation>粘贴的图片</translation>
    </message>
    <message>
        <source>The picture on the clipboard cannot be kept. Is the disk full?</source>
        <translation>无法保存剪贴板中的图片。磁盘是否已满？</translation>
    </message>
</context>
<context>
    <name>PanelCommands</name>
    <message>
        <source>All panels are hidden. Tab brings them back.</source>
        <translation>所有面板已隐藏。按 Tab 键可恢复。</translation>
    </message>
    <message>
        <source>Show the Panels</source>
        <translation>显示面板</translation>
    </message>
</context>
<context>
    <name>ParentBox</name>
    <message>
        <source>Begin From Nothing</source>
        <translation>从零开始</translation>
    </message>
    <message>
        <source>Leaves out what that run has learnt; all other choices stay</source>
        <translation>不使用那次训练学到的内容；其他选择都保留</translation>
    </message>
    <message>
        <source>Lowest blocks frozen</source>
        <translation>冻结最低的层块数</translation>
    </message>
    <message>
        <source>Of the discriminator: what is low transfers, so a few works are enough (FreezeD)</source>
        <translation>判别器的：低层学到的可以沿用，因此少量作品就够了（FreezeD）</translation>
    </message>
    <message>
        <source>Begins from: {name}</source>
        <translation>起点：{name}</translation>
    </message>
</context>
<context>
    <name>PhotosBox</name>
    <message>
        <source>What It Will See</source>
        <translation>它会看到什么</translation>
    </message>
    <message>
        <source>How the photographs are cut and turned while it learns</source>
        <translation>学习时照片如何被裁剪和翻转</translation>
    </message>
    <message>
        <source>Files that are left out</source>
        <translation>未采用的文件</translation>
    </message>
    <message>
        <source>Looking at the photographs… {share} %</source>
        <translation>正在查看照片… {share} %</translation>
    </message>
    <message>
        <source>Any photographs of yours, the more varied the better: 20 are enough to begin with.</source>
        <translation>您的任何照片都行，越多样越好：20 张就可以开始。</translation>
    </message>
    <message>
        <source>One photograph will be used.</source>
        <translation>将使用 1 张照片。</translation>
    </message>
    <message>
        <source>{count} photographs will be used.</source>
        <translation>将使用 {count} 张照片。</translation>
    </message>
    <message>
        <source>One file is left out:</source>
        <translation>有 1 个文件未被采用：</translation>
    </message>
    <message>
        <source>{count} files are left out:</source>
        <translation>有 {count} 个文件未采用：</translation>
    </message>
</context>
<context>
    <name>PictureTray</name>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose pictures to learn the style from</source>
        <translation>选择用来学习风格的图片</translation>
    </message>
    <message>
        <source>Pictures to learn the style from; or drop them here</source>
        <translation>用来学习风格的图片；也可拖放到这里</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>另有 {count} 张</translation>
    </message>
    <message>
        <source>A painting, or several in the same manner. Drop them anywhere here.</source>
        <translation>一幅画，或几幅同样画法的画。可拖放到此处任意位置。</translation>
    </message>
    <message>
        <source>Leave “{name}” out</source>
        <translation>去掉“{name}”</translation>
    </message>
</context>
<context>
    <name>PictureWishes</name>
    <message>
        <source>How much it counts</source>
        <translation>所占比重</translation>
    </message>
    <message>
        <source>Beside the others of its group</source>
        <translation>相对于同组的其他图片</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>分组</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Groups are learnt from equally often, however many pictures each of them has</source>
        <translation>无论各组有多少图片，每组学习的次数相同</translation>
    </message>
    <message>
        <source>Leave Parts Out…</source>
        <translation>排除部分…</translation>
    </message>
    <message>
        <source>Paint over what is no style: a frame, a signature</source>
        <translation>涂抹不属于风格的部分：画框、签名</translation>
    </message>
    <message>
        <source>parts of it are left out</source>
        <translation>已排除部分内容</translation>
    </message>
</context>
<context>
    <name>PrintFields</name>
    <message>
        <source>Width of the print</source>
        <translation>打印宽度</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单位</translation>
    </message>
    <message>
        <source>cm</source>
        <translation>厘米</translation>
    </message>
    <message>
        <source>inches</source>
        <translation>英寸</translation>
    </message>
    <message>
        <source>Dots per inch</source>
        <translation>每英寸点数</translation>
    </message>
    <message>
        <source> dpi</source>
        <translation> dpi</translation>
    </message>
    <message>
        <source>{width} × {height} {unit}, {pixels} pixels wide</source>
        <translation>{width} × {height} {unit}，宽 {pixels} 像素</translation>
    </message>
    <message>
        <source>; larger than the photo</source>
        <translation>；大于照片</translation>
    </message>
</context>
<context>
    <name>ProjectFile</name>
    <message>
        <source>{name} was made by a newer Impasto. Update Impasto to open it.</source>
        <translation>{name} 由更新版本的 Impasto 创建。请更新 Impasto 后再打开。</translation>
    </message>
    <message>
        <source>{name} is no longer in {folder}.</source>
        <translation>{name} 已不在 {folder} 中。</translation>
    </message>
    <message>
        <source>Put it back there or beside the project, or choose another.</source>
        <translation>请把它放回原处或放到项目文件旁边，或另选一个。</translation>
    </message>
    <message>
        <source>{name} has changed since the project was saved.</source>
        <translation>项目保存之后，{name} 已被更改。</translation>
    </message>
    <message>
        <source>The mask {name} is gone. Remove it from its style, then save again.</source>
        <translation>蒙版 {name} 已不存在。请从对应风格中移除它，然后重新保存。</translation>
    </message>
    <message>
        <source>{name} is gone. Paste it again, then save again.</source>
        <translation>{name} 已不存在。请重新粘贴，然后再次保存。</translation>
    </message>
    <message>
        <source>{name} is a folder. Choose a project in it.</source>
        <translation>{name} 是文件夹。请选择其中的项目。</translation>
    </message>
    <message>
        <source>There is no project at {path}. It may have been moved: choose it where it is.</source>
        <translation>{path} 处没有项目。它可能已被移动：请在它现在的位置选择它。</translation>
    </message>
    <message>
        <source>{name} is no Impasto project. Choose a file that ends in .impasto.</source>
        <translation>{name} 不是 Impasto 项目。请选择以 .impasto 结尾的文件。</translation>
    </message>
    <message>
        <source>{name} is damaged and cannot be opened. Choose an older copy of it.</source>
        <translation>{name} 已损坏，无法打开。请选择较旧的副本。</translation>
    </message>
    <message>
        <source>{name} cannot be read: {reason}. Copy it elsewhere and open the copy.</source>
        <translation>无法读取 {name}：{reason}。请将其复制到别处，再打开副本。</translation>
    </message>
</context>
<context>
    <name>Projects</name>
    <message>
        <source>New Project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open Project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open Photograph…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>已保存为 {name}。</translation>
    </message>
    <message>
        <source>Bring Back Project</source>
        <translation>恢复项目</translation>
    </message>
    <message>
        <source>Impasto ended unexpectedly. Bring back the project?</source>
        <translation>Impasto 意外退出。要恢复项目吗？</translation>
    </message>
    <message>
        <source>The last project was not saved. Bring it back?</source>
        <translation>上次的项目没有保存。要恢复它吗？</translation>
    </message>
    <message>
        <source>Bring Back</source>
        <translation>恢复</translation>
    </message>
</context>
<context>
    <name>PuttingAway</name>
    <message>
        <source>“{name}” is off the list. Its folder stays where it is.</source>
        <translation>“{name}”已从列表中移除，其文件夹保留在原处。</translation>
    </message>
    <message>
        <source>Put Back</source>
        <translation>放回</translation>
    </message>
    <message>
        <source>“{name}” cannot be moved to the trash. Delete its folder by hand.</source>
        <translation>无法将“{name}”移到回收站。请手动删除其文件夹。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>“{name}” is in the trash. A finished style of it stays.</source>
        <translation>“{name}”已移到回收站，已完成的风格仍会保留。</translation>
    </message>
    <message>
        <source>“{name}” cannot be put back. Look for it in the trash.</source>
        <translation>无法放回“{name}”。请到回收站中查找。</translation>
    </message>
</context>
<context>
    <name>RealWeights</name>
    <message>
        <source>Weights of the losses. Empty fields follow the sliders; style is then balanced, so that the same sliders mean the same for every style, and the size is planned from the first steps.</source>
        <translation>各项损失的权重。留空则跟随滑块；风格权重随后会自动平衡，使相同的滑块对每种风格意义相同，尺寸则根据最初几步规划。</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>恒等</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>稳定性</translation>
    </message>
    <message>
        <source>Clipping</source>
        <translation>截断</translation>
    </message>
    <message>
        <source>Smoothness</source>
        <translation>平滑</translation>
    </message>
    <message>
        <source>Calm</source>
        <translation>匀净</translation>
    </message>
    <message>
        <source>Crop in pixels</source>
        <translation>裁片像素</translation>
    </message>
    <message>
        <source>Crops a step</source>
        <translation>每步裁片数</translation>
    </message>
    <message>
        <source>as planned</source>
        <translation>按计划</translation>
    </message>
    <message>
        <source>{number}, balanced</source>
        <translation>{number}，会平衡</translation>
    </message>
</context>
<context>
    <name>RecentMenu</name>
    <message>
        <source>Open Re&amp;cent</source>
        <translation>最近打开(&amp;C)</translation>
    </message>
    <message>
        <source>{name} (missing)</source>
        <translation>{name}（缺失）</translation>
    </message>
    <message>
        <source>&amp;Forget These</source>
        <translation>清除列表(&amp;F)</translation>
    </message>
</context>
<context>
    <name>Recipe</name>
    <message>
        <source>The recipe in {name} was made by a newer Impasto. Update Impasto to use it.</source>
        <translation>{name} 中的配方由更新版本的 Impasto 写成。请更新 Impasto 后再使用。</translation>
    </message>
    <message>
        <source>The recipe in {name} is damaged. The picture itself is opened all the same.</source>
        <translation>{name} 中的配方已损坏。图片本身仍已打开。</translation>
    </message>
    <message>
        <source>The recipe in {name} names no style. The picture itself is opened all the same.</source>
        <translation>{name} 中的配方没有任何风格。图片本身仍已打开。</translation>
    </message>
</context>
<context>
    <name>Recipes</name>
    <message>
        <source>{name} was painted with Impasto and brought its recipe along.</source>
        <translation>{name} 是用 Impasto 画成的，并带有配方。</translation>
    </message>
    <message>
        <source>Restore Recipe</source>
        <translation>恢复配方</translation>
    </message>
    <message>
        <source>The recipe is laid on the picture that is open; open the photograph itself.</source>
        <translation>配方已用于当前打开的图片；请打开照片原件。</translation>
    </message>
    <message>
        <source>Put what is missing back there or beside the picture, or choose another style.</source>
        <translation>请把缺少的文件放回原处或放到图片旁边，或另选一种风格。</translation>
    </message>
    <message>
        <source>It was refined: choose Refine to paint it so again.</source>
        <translation>它曾经过精绘：选择“精绘”即可再次这样绘制。</translation>
    </message>
    <message>
        <source>Masks do not travel in a picture: masked styles paint everywhere now.</source>
        <translation>蒙版不会随图片保存：带蒙版的风格现在会画满整幅。</translation>
    </message>
    <message>
        <source>The recipe is restored: photograph, styles and settings are as they were.</source>
        <translation>配方已恢复：照片、风格和设置都与当时相同。</translation>
    </message>
</context>
<context>
    <name>RefinePanel</name>
    <message>
        <source>Paints the picture again with more care. Takes a few minutes.</source>
        <translation>更细致地重新绘制，需要几分钟。</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>精绘</translation>
    </message>
    <message>
        <source>Progress of refining</source>
        <translation>精绘进度</translation>
    </message>
    <message>
        <source>Stop and Keep</source>
        <translation>停止并保留</translation>
    </message>
    <message>
        <source>The picture as it is now stays</source>
        <translation>保留当前的画面</translation>
    </message>
    <message>
        <source>Go On at a Higher Resolution</source>
        <translation>以更高分辨率继续</translation>
    </message>
    <message>
        <source>Instant</source>
        <translation>即时</translation>
    </message>
    <message>
        <source>Refined</source>
        <translation>精绘</translation>
    </message>
    <message>
        <source>Refine Again</source>
        <translation>再次精绘</translation>
    </message>
    <message>
        <source>From {present} to {next} pixels at the longer side</source>
        <translation>长边从 {present} 像素增至 {next} 像素</translation>
    </message>
    <message>
        <source>Go On</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Paused · {progress}</source>
        <translation>已暂停 · {progress}</translation>
    </message>
    <message>
        <source>Getting ready…</source>
        <translation>正在准备…</translation>
    </message>
</context>
<context>
    <name>RunList</name>
    <message>
        <source>Trainings</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Ticked: its curves are drawn as well</source>
        <translation>勾选后，它的曲线也会画出</translation>
    </message>
</context>
<context>
    <name>RunMenu</name>
    <message>
        <source>Begin Another from Here</source>
        <translation>从这里开始另一次训练</translation>
    </message>
    <message>
        <source>From its newest state</source>
        <translation>从最新状态</translation>
    </message>
    <message>
        <source>From the snapshot at step {step}</source>
        <translation>从第 {step} 步的快照</translation>
    </message>
    <message>
        <source>Watch Live</source>
        <translation>实时观看</translation>
    </message>
    <message>
        <source>On a camera or a film, and anew with each style that it writes</source>
        <translation>在摄像头或影片上观看，每写出新的风格便随之更新</translation>
    </message>
    <message>
        <source>Export Style as ONNX…</source>
        <translation>将风格导出为 ONNX…</translation>
    </message>
    <message>
        <source>Save Curves as CSV…</source>
        <translation>将曲线保存为 CSV…</translation>
    </message>
    <message>
        <source>Save Curves as PNG…</source>
        <translation>将曲线保存为 PNG…</translation>
    </message>
    <message>
        <source>Copy as a Command</source>
        <translation>复制为命令</translation>
    </message>
    <message>
        <source>Copy as a Command That Goes On</source>
        <translation>复制为继续训练的命令</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Take Off the List</source>
        <translation>从列表中移除</translation>
    </message>
    <message>
        <source>Move to the Trash</source>
        <translation>移到回收站</translation>
    </message>
    <message>
        <source>Pause on Battery</source>
        <translation>使用电池时暂停</translation>
    </message>
    <message>
        <source>Pause When the Computer Sleeps</source>
        <translation>电脑休眠后暂停</translation>
    </message>
    <message>
        <source>This computer has no battery</source>
        <translation>这台电脑没有电池</translation>
    </message>
</context>
<context>
    <name>RunsController</name>
    <message>
        <source>“{name}” is the training of a network that ships. Go on with it in a terminal.</source>
        <translation>“{name}”是随附网络的训练。请在终端中继续。</translation>
    </message>
    <message>
        <source>“{name}” learns from a folder of works. Open it in the room Collections.</source>
        <translation>“{name}”从作品文件夹学习。请在“作品集”中打开。</translation>
    </message>
    <message>
        <source>“{name}” learns the style of pictures. Open it in the room Train.</source>
        <translation>“{name}”从图片学习风格。请在“训练”中打开。</translation>
    </message>
    <message>
        <source>“{name}” begins now. “{next}” waits, and follows after it.</source>
        <translation>“{name}”现在开始。“{next}”在排队，将随后进行。</translation>
    </message>
    <message>
        <source>Another training runs. Pause it or stop it first, then let this one go on.</source>
        <translation>另一个训练正在运行。请先暂停或停止它，再继续这一个。</translation>
    </message>
    <message>
        <source>Paints with the style as it is now, also while it is still learning</source>
        <translation>用当前的风格作画，学习途中也可以</translation>
    </message>
    <message>
        <source>Use in Stylize</source>
        <translation>用于风格化</translation>
    </message>
    <message>
        <source>The first style of this run is not written yet. Wait a moment.</source>
        <translation>这次训练的第一个风格尚未写好。请稍候。</translation>
    </message>
    <message>
        <source>“{name}” is the draft now, in place of “{before}”.</source>
        <translation>现在的草稿是“{name}”，它取代了“{before}”。</translation>
    </message>
    <message>
        <source>Back to What You Had</source>
        <translation>恢复之前的草稿</translation>
    </message>
</context>
<context>
    <name>RunsPage</name>
    <message>
        <source>New Training</source>
        <translation>新建训练</translation>
    </message>
    <message>
        <source>Folder of a Training</source>
        <translation>训练所在的文件夹</translation>
    </message>
</context>
<context>
    <name>RunsSide</name>
    <message>
        <source>Open a Run…</source>
        <translation>打开训练…</translation>
    </message>
    <message>
        <source>The folder of a training that was begun elsewhere, as in a terminal</source>
        <translation>在别处（例如终端）开始的训练所在的文件夹</translation>
    </message>
    <message>
        <source>Your trainings will be listed here, each below the one that it began from.</source>
        <translation>您的训练会列在这里，每一个都在它的起点之下。</translation>
    </message>
    <message>
        <source>learning</source>
        <translation>学习中</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>排队</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>given up</source>
        <translation>已放弃</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
</context>
<context>
    <name>Section</name>
    <message>
        <source>Fold away</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Unfold</source>
        <translation>展开</translation>
    </message>
</context>
<context>
    <name>SetupPanel</name>
    <message>
        <source>A style of your own</source>
        <translation>您自己的风格</translation>
    </message>
    <message>
        <source>Bring one picture, or a handful in the same manner, and a folder of any photographs. The program learns to paint photographs like that, while you watch or do something else. A first usable style is there in a minute or two, and nothing leaves this computer.</source>
        <translation>准备一张图片，或几张同样画法的图片，再加一个装有任意照片的文件夹。程序会学着把照片画成那样，您可以看着，也可以做别的事。一两分钟后就有第一个可用的风格，一切都留在这台电脑上。</translation>
    </message>
    <message>
        <source>1  Style</source>
        <translation>1  风格</translation>
    </message>
    <message>
        <source>2  Photographs to learn on</source>
        <translation>2  用来学习的照片</translation>
    </message>
    <message>
        <source>3  How much is learnt</source>
        <translation>3  学习多少</translation>
    </message>
    <message>
        <source>4  What you want of it</source>
        <translation>4  您的要求</translation>
    </message>
    <message>
        <source>The real weights</source>
        <translation>实际权重</translation>
    </message>
    <message>
        <source>5  When it ends</source>
        <translation>5  何时结束</translation>
    </message>
    <message>
        <source>as the picture</source>
        <translation>与图片同名</translation>
    </message>
    <message>
        <source>6  Its name and card</source>
        <translation>6  名称与说明</translation>
    </message>
    <message>
        <source>Rehearse…</source>
        <translation>排练…</translation>
    </message>
    <message>
        <source>Nine small paintings of a photograph, to choose strength and brush by</source>
        <translation>一张照片的九幅小画，用来选择强度和笔触</translation>
    </message>
    <message>
        <source>Begins from what “{name}” has learnt, not from the beginning.</source>
        <translation>从“{name}”已学到的开始，而不是从头开始。</translation>
    </message>
    <message>
        <source>Choose a picture of the style first, or drop one here.</source>
        <translation>请先选择一张风格图片，或拖放到这里。</translation>
    </message>
    <message>
        <source>Now choose a folder of photographs, or drop it here.</source>
        <translation>现在请选择一个照片文件夹，或拖放到这里。</translation>
    </message>
    <message>
        <source>The photographs are still being looked at.</source>
        <translation>仍在查看照片。</translation>
    </message>
    <message>
        <source>Nothing would be learnt: tick at least one part.</source>
        <translation>这样什么都不会学习：请至少勾选一个部分。</translation>
    </message>
    <message>
        <source>No photograph in this folder can be used. Choose another.</source>
        <translation>此文件夹中没有可用的照片。请另选一个。</translation>
    </message>
</context>
<context>
    <name>SheetView</name>
    <message>
        <source>Sheet of small pictures</source>
        <translation>小图一览</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Rehearsal</source>
        <translation>排练</translation>
    </message>
    <message>
        <source>Stronger from top to bottom, a larger brush from left to right. Choose the one you like: the training takes its strength and brush.</source>
        <translation>从上到下强度增大，从左到右笔触变大。选择您喜欢的一幅：训练会采用它的强度和笔触。</translation>
    </message>
    <message>
        <source>What the network will see</source>
        <translation>网络会看到什么</translation>
    </message>
    <message>
        <source>Each time other parts of the photographs, cut and turned by chance.</source>
        <translation>每次都是照片的不同部分，随机裁剪和翻转。</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard Shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search commands and keys</source>
        <translation>搜索命令和按键</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Keys of the chosen command</source>
        <translation>所选命令的按键</translation>
    </message>
    <message>
        <source>Default</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>All Defaults</source>
        <translation>全部恢复默认</translation>
    </message>
    <message>
        <source>Commands and their keys</source>
        <translation>命令及其按键</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>&amp;Keys:</source>
        <translation>按键(&amp;K)：</translation>
    </message>
    <message>
        <source>This belongs to the hand and stays as it is.</source>
        <translation>这是手势操作，无法更改。</translation>
    </message>
    <message>
        <source>Choose a command, then press the keys it shall have.</source>
        <translation>选择一个命令，然后按下要使用的按键。</translation>
    </message>
</context>
<context>
    <name>SidePanel</name>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Mix</source>
        <translation>混合</translation>
    </message>
    <message>
        <source>Look</source>
        <translation>效果</translation>
    </message>
    <message>
        <source>Refine</source>
        <translation>精绘</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
</context>
<context>
    <name>SliderPanel</name>
    <message>
        <source>Strength</source>
        <translation>强度</translation>
    </message>
    <message>
        <source>How far from the photograph towards the style</source>
        <translation>从照片向风格靠近多少</translation>
    </message>
    <message>
        <source>Brush size</source>
        <translation>笔触大小</translation>
    </message>
    <message>
        <source>1 is as in the style picture</source>
        <translation>1 与风格图片相同</translation>
    </message>
    <message>
        <source>Likeness</source>
        <translation>相似度</translation>
    </message>
    <message>
        <source>How much of the photograph must stay recognisable</source>
        <translation>照片有多少必须仍可辨认</translation>
    </message>
    <message>
        <source>Stability</source>
        <translation>稳定性</translation>
    </message>
    <message>
        <source>How steady moving pictures are: for live use and video</source>
        <translation>动态画面有多稳定：用于实时与视频</translation>
    </message>
    <message>
        <source>Photo colours</source>
        <translation>照片颜色</translation>
    </message>
    <message>
        <source>From the colours of the style to those of the photographs</source>
        <translation>从风格的颜色到照片的颜色</translation>
    </message>
</context>
<context>
    <name>SoundBox</name>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>No sound</source>
        <translation>无声音</translation>
    </message>
    <message>
        <source>Microphone</source>
        <translation>麦克风</translation>
    </message>
    <message>
        <source>File with sound…</source>
        <translation>带声音的文件…</translation>
    </message>
    <message>
        <source>{name} (not there)</source>
        <translation>{name}（未连接）</translation>
    </message>
</context>
<context>
    <name>SoundPart</name>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>loudness</source>
        <translation>响度</translation>
    </message>
    <message>
        <source>low tones</source>
        <translation>低音</translation>
    </message>
    <message>
        <source>middle tones</source>
        <translation>中音</translation>
    </message>
    <message>
        <source>high tones</source>
        <translation>高音</translation>
    </message>
    <message>
        <source>Strength by</source>
        <translation>强度随</translation>
    </message>
    <message>
        <source>Brush by</source>
        <translation>笔触随</translation>
    </message>
    <message>
        <source>Mix by</source>
        <translation>混合随</translation>
    </message>
    <message>
        <source>How far it moves</source>
        <translation>变化幅度</translation>
    </message>
    <message>
        <source>How slowly it falls</source>
        <translation>回落快慢</translation>
    </message>
</context>
<context>
    <name>SourceBox</name>
    <message>
        <source>Source of the picture</source>
        <translation>画面的来源</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>摄像头 {number}</translation>
    </message>
    <message>
        <source>Choose a source</source>
        <translation>选择来源</translation>
    </message>
    <message>
        <source>Film…</source>
        <translation>影片…</translation>
    </message>
    <message>
        <source>Folder of pictures…</source>
        <translation>图片文件夹…</translation>
    </message>
    <message>
        <source>{name} (not there)</source>
        <translation>{name}（未连接）</translation>
    </message>
</context>
<context>
    <name>SourcePart</name>
    <message>
        <source>Mirror</source>
        <translation>镜像</translation>
    </message>
    <message>
        <source>Left and right changed, as in a mirror (M)</source>
        <translation>左右互换，如同镜中（M）</translation>
    </message>
    <message>
        <source>Mirror what leaves, too</source>
        <translation>输出的画面也镜像</translation>
    </message>
    <message>
        <source>Films, stills, the virtual camera and the window without a frame. While this is off, you see yourself as in a mirror, and others can read what is written in the picture.</source>
        <translation>指影片、静帧、虚拟摄像头和无边框窗口。关闭时，您看到的自己如同镜中，而他人能正常读出画面中的文字。</translation>
    </message>
    <message>
        <source>Not turned</source>
        <translation>不旋转</translation>
    </message>
    <message>
        <source>To the right</source>
        <translation>向右</translation>
    </message>
    <message>
        <source>Upside down</source>
        <translation>倒置</translation>
    </message>
    <message>
        <source>To the left</source>
        <translation>向左</translation>
    </message>
    <message>
        <source>Turn</source>
        <translation>旋转</translation>
    </message>
    <message>
        <source>The camera decides the exposure</source>
        <translation>由摄像头决定曝光</translation>
    </message>
    <message>
        <source>Exposure</source>
        <translation>曝光</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Cut off at the edges</source>
        <translation>裁去边缘</translation>
    </message>
    <message>
        <source>Cut off at the left</source>
        <translation>左侧裁去</translation>
    </message>
    <message>
        <source>Cut off at the top</source>
        <translation>上方裁去</translation>
    </message>
    <message>
        <source>Cut off at the right</source>
        <translation>右侧裁去</translation>
    </message>
    <message>
        <source>Cut off at the bottom</source>
        <translation>下方裁去</translation>
    </message>
</context>
<context>
    <name>SpeedPart</name>
    <message>
        <source>{count} a second</source>
        <translation>每秒 {count} 帧</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>帧率</translation>
    </message>
    <message>
        <source>Smallest working size</source>
        <translation>最小工作尺寸</translation>
    </message>
    <message>
        <source>Largest working size</source>
        <translation>最大工作尺寸</translation>
    </message>
    <message>
        <source>Smallest</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Largest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>The working size goes up and down between the two, so that the frames come in time.</source>
        <translation>工作尺寸在两者之间升降，使画面按时呈现。</translation>
    </message>
    <message>
        <source>up to {count} px</source>
        <translation>最大 {count} px</translation>
    </message>
    <message>
        <source>Size of the picture</source>
        <translation>画面大小</translation>
    </message>
    <message>
        <source>Of what is seen and leaves, where the source gives as much. Large ones take longer.</source>
        <translation>显示和输出的画面大小，以来源所能提供的为限。越大越慢。</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>画面</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Starting engine…</source>
        <translation>正在启动引擎…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>就绪</translation>
    </message>
    <message>
        <source>Busy…</source>
        <translation>正忙…</translation>
    </message>
    <message>
        <source>Restarting engine…</source>
        <translation>正在重启引擎…</translation>
    </message>
    <message>
        <source>Engine not running</source>
        <translation>引擎未运行</translation>
    </message>
    <message>
        <source>{count} bit</source>
        <translation>{count} 位</translation>
    </message>
    <message>
        <source>transparent</source>
        <translation>透明</translation>
    </message>
</context>
<context>
    <name>StopChoice</name>
    <message>
        <source>After minutes</source>
        <translation>若干分钟后</translation>
    </message>
    <message>
        <source>After steps</source>
        <translation>若干步后</translation>
    </message>
    <message>
        <source>At a time of day</source>
        <translation>到某个时刻</translation>
    </message>
    <message>
        <source>When the training ends</source>
        <translation>训练何时结束</translation>
    </message>
    <message>
        <source>Minutes</source>
        <translation>分钟</translation>
    </message>
    <message>
        <source> min</source>
        <translation> 分钟</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>Time of day</source>
        <translation>时刻</translation>
    </message>
</context>
<context>
    <name>StripBar</name>
    <message>
        <source>Search styles</source>
        <translation>搜索风格</translation>
    </message>
    <message>
        <source>Clear the search</source>
        <translation>清除搜索</translation>
    </message>
    <message>
        <source>Add style…</source>
        <translation>添加风格…</translation>
    </message>
    <message>
        <source>A painting, an Impasto style or a network made by others</source>
        <translation>一幅画、Impasto 风格文件或他人制作的网络</translation>
    </message>
    <message>
        <source>Only favourites</source>
        <translation>只看收藏</translation>
    </message>
</context>
<context>
    <name>StripModel</name>
    <message>
        <source>No favourite is called “{words}”.</source>
        <translation>没有名为“{words}”的收藏风格。</translation>
    </message>
    <message>
        <source>No style is called “{words}”.</source>
        <translation>没有名为“{words}”的风格。</translation>
    </message>
    <message>
        <source>No favourites yet. Click the star of a style, or press F on it.</source>
        <translation>还没有收藏。点击风格上的星标，或在风格上按 F 键。</translation>
    </message>
    <message>
        <source>Parts of its picture are left out.</source>
        <translation>其图片的一部分已排除。</translation>
    </message>
    <message>
        <source>Licence: {licence}</source>
        <translation>许可：{licence}</translation>
    </message>
    <message>
        <source>{name}, favourite</source>
        <translation>{name}，已收藏</translation>
    </message>
    <message>
        <source>{name}, in use, {percent} %</source>
        <translation>{name}，使用中，{percent} %</translation>
    </message>
    <message>
        <source>{name}, parts left out</source>
        <translation>{name}，部分已排除</translation>
    </message>
</context>
<context>
    <name>Studio</name>
    <message>
        <source>Train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Collections</source>
        <translation>作品集</translation>
    </message>
    <message>
        <source>The settings were damaged and have been set aside. All settings are as new.</source>
        <translation>设置文件已损坏，已另行保存。所有设置恢复为默认值。</translation>
    </message>
    <message>
        <source>Something unforeseen went wrong. Your work is safe; the log has the details.</source>
        <translation>发生了意料之外的错误。您的作品不受影响，详情见日志。</translation>
    </message>
</context>
<context>
    <name>StyleRow</name>
    <message>
        <source>Ctrl and a click takes it into the mix, or out of it</source>
        <translation>按住 Ctrl 点击可将其加入或移出混合</translation>
    </message>
    <message>
        <source>{name}: Live does not run networks made by others, nor generators. Choose a picture, a preset or a style of your own. In Stylize it paints photographs.</source>
        <translation>{name}：实时模式不运行他人制作的网络，也不运行生成器。请选择图片、预设或您自己的风格。在“风格化”中可以用它绘制照片。</translation>
    </message>
</context>
<context>
    <name>StyleStrip</name>
    <message>
        <source>Styles</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Use This Style Alone</source>
        <translation>只用此风格</translation>
    </message>
    <message>
        <source>Take Out of the Mix</source>
        <translation>移出混合</translation>
    </message>
    <message>
        <source>Add to the Mix</source>
        <translation>加入混合</translation>
    </message>
    <message>
        <source>Leave Out Parts of Its Picture</source>
        <translation>排除其图片的一部分</translation>
    </message>
    <message>
        <source>Explore Its Swatches</source>
        <translation>探索它的样片</translation>
    </message>
    <message>
        <source>No Longer a Favourite</source>
        <translation>取消收藏</translation>
    </message>
    <message>
        <source>Make a Favourite</source>
        <translation>加入收藏</translation>
    </message>
    <message>
        <source>Move to the Left</source>
        <translation>左移</translation>
    </message>
    <message>
        <source>Move to the Right</source>
        <translation>右移</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Remove From the Strip</source>
        <translation>从风格栏移除</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Del</translation>
    </message>
</context>
<context>
    <name>StylizeController</name>
    <message>
        <source>There is no picture on the clipboard. Copy one, then paste it here.</source>
        <translation>剪贴板中没有图片。请先复制一张，再粘贴到这里。</translation>
    </message>
    <message>
        <source>No samples are installed. Any photograph of yours will do.</source>
        <translation>没有安装示例。您可以使用自己的任意照片。</translation>
    </message>
    <message>
        <source>Open Photograph</source>
        <translation>打开照片</translation>
    </message>
    <message>
        <source>Choose Style</source>
        <translation>选择风格</translation>
    </message>
    <message>
        <source>Mix Styles</source>
        <translation>混合风格</translation>
    </message>
    <message>
        <source>{name} is off the strip. Its file stays where it is.</source>
        <translation>{name} 已从风格栏移除，文件仍在原处。</translation>
    </message>
    <message>
        <source>Put It Back</source>
        <translation>放回去</translation>
    </message>
    <message>
        <source>Style Weight</source>
        <translation>风格权重</translation>
    </message>
    <message>
        <source>Style Weights</source>
        <translation>各风格权重</translation>
    </message>
    <message>
        <source>This style has no picture here, so nothing of it can be left out.</source>
        <translation>这个风格在此没有图片，无法排除其中的部分。</translation>
    </message>
    <message>
        <source>Reset Controls</source>
        <translation>重置参数</translation>
    </message>
    <message>
        <source>Saved as {name}, {size} pixels.</source>
        <translation>已保存为 {name}，{size} 像素。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>The mask is saved as {name}.</source>
        <translation>蒙版已保存为 {name}。</translation>
    </message>
    <message>
        <source>The export was cancelled. Nothing was written.</source>
        <translation>导出已取消，没有写入任何文件。</translation>
    </message>
    <message>
        <source>Try Again</source>
        <translation>重试</translation>
    </message>
</context>
<context>
    <name>StylizePage</name>
    <message>
        <source>Photograph</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>Painting</source>
        <translation>画作</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Tab hides the panels, F6 goes on to them</source>
        <translation>Tab 键隐藏面板，F6 键转到面板</translation>
    </message>
    <message>
        <source>Choose a style below, or drop a painting here</source>
        <translation>在下方选择风格，或将一幅画拖到这里</translation>
    </message>
    <message>
        <source>Style picture</source>
        <translation>风格图</translation>
    </message>
    <message>
        <source>Drop pictures or style files; folders cannot be opened here.</source>
        <translation>请拖入图片或风格文件，这里不能打开文件夹。</translation>
    </message>
    <message>
        <source>Use as a style</source>
        <translation>用作风格</translation>
    </message>
    <message>
        <source>Use as the photograph</source>
        <translation>用作照片</translation>
    </message>
    <message>
        <source>Open the project</source>
        <translation>打开项目</translation>
    </message>
</context>
<context>
    <name>TaskChoice</name>
    <message>
        <source>{paper} · suits this folder</source>
        <translation>{paper} · 适合此文件夹</translation>
    </message>
    <message>
        <source>Frozen: the eye that judges, and what you have not ticked among the parts.</source>
        <translation>冻结：评判的眼睛，以及各部分中您没有勾选的部分。</translation>
    </message>
    <message>
        <source>Frozen: the lowest blocks of the discriminator ({count}). All else is learnt.</source>
        <translation>冻结：判别器最低的层块（{count}）。其余全部学习。</translation>
    </message>
    <message>
        <source>Frozen: nothing.</source>
        <translation>冻结：无。</translation>
    </message>
    <message>
        <source>It goes on from what “{name}” has learnt.</source>
        <translation>在“{name}”已学到的基础上继续。</translation>
    </message>
</context>
<context>
    <name>Tasks</name>
    <message>
        <source>A style from all of them</source>
        <translation>由全部作品得到一种风格</translation>
    </message>
    <message>
        <source>From five works on. Paints photographs as this hand would; the style goes to your strip.</source>
        <translation>五件作品起。像这位作者那样描绘照片；风格会出现在风格栏。</translation>
    </message>
    <message>
        <source>few-shot fine-tuning, FreezeD, DiffAugment</source>
        <translation>少样本微调，FreezeD，DiffAugment</translation>
    </message>
    <message>
        <source>Frozen: how photographs are read, and the eye that judges. Learnt: the brushwork.</source>
        <translation>冻结：如何读取照片，以及评判的眼睛。学习：笔触。</translation>
    </message>
    <message>
        <source>Several styles in one</source>
        <translation>多种风格合一</translation>
    </message>
    <message>
        <source>A folder for each manner (ink, comic, cartoon), side by side. Mixed when you use them.</source>
        <translation>每种画风一个子文件夹（水墨、漫画、卡通），并排放置。使用时可以混合。</translation>
    </message>
    <message>
        <source>conditional GAN, projection discriminator</source>
        <translation>条件 GAN，投影判别器</translation>
    </message>
    <message>
        <source>From photographs to such pictures</source>
        <translation>把照片变成这样的画</translation>
    </message>
    <message>
        <source>Two folders that need not match. A network learns to turn one kind into the other.</source>
        <translation>两个不必对应的文件夹。网络学习把一类变成另一类。</translation>
    </message>
    <message>
        <source>CUT from the universal network; FastCUT, CUT or CycleGAN</source>
        <translation>从通用网络出发的 CUT；FastCUT、CUT 或 CycleGAN</translation>
    </message>
    <message>
        <source>Frozen: nothing. All of the universal network goes on learning.</source>
        <translation>冻结：无。整个通用网络都继续学习。</translation>
    </message>
    <message>
        <source>From a sketch to its picture</source>
        <translation>由草图到成图</translation>
    </message>
    <message>
        <source>Pictures that belong together: outlines and paintings, before and after.</source>
        <translation>成对的图片：线稿与画作、前与后。</translation>
    </message>
    <message>
        <source>pix2pix</source>
        <translation>pix2pix</translation>
    </message>
    <message>
        <source>Frozen: nothing. All of the network is learnt.</source>
        <translation>冻结：无。整个网络都要学习。</translation>
    </message>
    <message>
        <source>New swatches from nothing</source>
        <translation>凭空生成新样片</translation>
    </message>
    <message>
        <source>From a hundred works on. A map of textures to wander through; each can be a style.</source>
        <translation>一百件作品起。一张可以漫游的纹理地图；每一处都可作为风格。</translation>
    </message>
    <message>
        <source>a small GAN with R3GAN&apos;s loss, or DCGAN</source>
        <translation>配 R3GAN 损失的小型 GAN，或 DCGAN</translation>
    </message>
    <message>
        <source>Frozen: nothing. All of the network is learnt, from noise.</source>
        <translation>冻结：无。整个网络从噪声学起。</translation>
    </message>
    <message>
        <source>photographs</source>
        <translation>照片</translation>
    </message>
    <message>
        <source>what is made of them</source>
        <translation>由它们画成的</translation>
    </message>
    <message>
        <source>works</source>
        <translation>作品</translation>
    </message>
    <message>
        <source>given</source>
        <translation>给定的</translation>
    </message>
    <message>
        <source>made</source>
        <translation>画成的</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>想要的</translation>
    </message>
    <message>
        <source>that painted back</source>
        <translation>再画回去的</translation>
    </message>
    <message>
        <source>Samples, from above: {rows}</source>
        <translation>样张自上而下：{rows}</translation>
    </message>
    <message>
        <source>works painted again</source>
        <translation>重画的作品</translation>
    </message>
    <message>
        <source>what is made of them, a row for each style</source>
        <translation>由它们画成的，每种风格一行</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>TileDelegate</name>
    <message>
        <source>Name of the style</source>
        <translation>风格名称</translation>
    </message>
</context>
<context>
    <name>TrainController</name>
    <message>
        <source>There is no place for this training: {reason}. Free some space, then try again.</source>
        <translation>这次训练无处存放：{reason}。请腾出空间后重试。</translation>
    </message>
    <message>
        <source>Writing {name}…</source>
        <translation>正在写入 {name}…</translation>
    </message>
    <message>
        <source>Saved as {name}. It paints as the original does: the largest difference is {steps} of 255.</source>
        <translation>已保存为 {name}。它与原件画得一样：最大差异为 255 分之 {steps}。</translation>
    </message>
    <message>
        <source>Show in Folder</source>
        <translation>在文件夹中显示</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>Pictures to Learn the Style From</source>
        <translation>用来学习风格的图片</translation>
    </message>
    <message>
        <source>Folder of Photographs to Learn On</source>
        <translation>用来学习的照片文件夹</translation>
    </message>
    <message>
        <source>Photographs to Watch It On</source>
        <translation>用来观察训练的照片</translation>
    </message>
    <message>
        <source>Photograph for the Rehearsal</source>
        <translation>排练用的照片</translation>
    </message>
    <message>
        <source>Open this training</source>
        <translation>打开这个训练</translation>
    </message>
    <message>
        <source>Learn the style from this</source>
        <translation>从它学习风格</translation>
    </message>
    <message>
        <source>Learn on the photographs in this folder</source>
        <translation>用此文件夹中的照片学习</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>Pictures…</source>
        <translation>图片…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>文件夹…</translation>
    </message>
    <message>
        <source>Take all away</source>
        <translation>全部移走</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 张</translation>
    </message>
</context>
<context>
    <name>VersionPanel</name>
    <message>
        <source>New Version</source>
        <translation>新建版本</translation>
    </message>
    <message>
        <source>A copy of this one to go on with; this one stays as it is.</source>
        <translation>复制当前版本继续修改；当前版本保持不变。</translation>
    </message>
</context>
<context>
    <name>VersionRow</name>
    <message>
        <source>Compare with this one instead of the photograph</source>
        <translation>与此版本对比，而不是与照片对比</translation>
    </message>
    <message>
        <source>Remove this version; undo brings it back</source>
        <translation>移除此版本；撤销可恢复</translation>
    </message>
    <message>
        <source>{name}
Double click, or F2, renames it</source>
        <translation>{name}
双击或按 F2 重命名</translation>
    </message>
    <message>
        <source>Work on {name}</source>
        <translation>使用{name}</translation>
    </message>
    <message>
        <source>Name of {name}</source>
        <translation>{name}的名称</translation>
    </message>
    <message>
        <source>Compare with {name}</source>
        <translation>与{name}对比</translation>
    </message>
    <message>
        <source>Remove {name}</source>
        <translation>移除{name}</translation>
    </message>
</context>
<context>
    <name>Versioning</name>
    <message>
        <source>Version {number}</source>
        <translation>版本 {number}</translation>
    </message>
    <message>
        <source>New Version</source>
        <translation>新建版本</translation>
    </message>
    <message>
        <source>Switch Version</source>
        <translation>切换版本</translation>
    </message>
    <message>
        <source>Rename Version</source>
        <translation>重命名版本</translation>
    </message>
    <message>
        <source>Remove Version</source>
        <translation>移除版本</translation>
    </message>
</context>
<context>
    <name>WatchedPhotos</name>
    <message>
        <source>Watch It On…</source>
        <translation>观察照片…</translation>
    </message>
    <message>
        <source>Up to {count} photographs that the filmstrip shows</source>
        <translation>胶片条显示的照片，最多 {count} 张</translation>
    </message>
    <message>
        <source>Watch it on photographs of the folder</source>
        <translation>改用文件夹中的照片观察</translation>
    </message>
    <message>
        <source>Watch it on what the camera sees now</source>
        <translation>用摄像头此刻看到的画面来观察</translation>
    </message>
    <message>
        <source>some photographs of the folder</source>
        <translation>文件夹中的几张照片</translation>
    </message>
    <message>
        <source>Camera {number}</source>
        <translation>摄像头 {number}</translation>
    </message>
    <message>
        <source>No camera is there. Plug one in, then press this again.</source>
        <translation>没有摄像头。请插上一个，然后再按一次。</translation>
    </message>
    <message>
        <source>The system does not let Impasto use cameras. Allow it in the system&apos;s privacy settings.</source>
        <translation>系统不允许 Impasto 使用摄像头。请在系统的隐私设置中允许。</translation>
    </message>
</context>
<context>
    <name>Welcome</name>
    <message>
        <source>Drop a photograph here</source>
        <translation>将照片拖到这里</translation>
    </message>
    <message>
        <source>Then choose a style below, or drop a painting. Nothing leaves this computer.</source>
        <translation>然后在下方选择风格，或拖入一幅画。一切都在本机完成，不会上传。</translation>
    </message>
    <message>
        <source>Open Photograph…</source>
        <translation>打开照片…</translation>
    </message>
    <message>
        <source>Try a Sample</source>
        <translation>试试示例</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>a few seconds left</source>
        <translation>还需几秒</translation>
    </message>
    <message>
        <source>about {count} s left</source>
        <translation>大约还需 {count} 秒</translation>
    </message>
    <message>
        <source>about {count} min left</source>
        <translation>大约还需 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h left</source>
        <translation>大约还需 {count} 小时</translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation>几秒钟</translation>
    </message>
    <message>
        <source>about {count} s</source>
        <translation>约 {count} 秒</translation>
    </message>
    <message>
        <source>about {count} min</source>
        <translation>约 {count} 分钟</translation>
    </message>
    <message>
        <source>about {count} h</source>
        <translation>约 {count} 小时</translation>
    </message>
    <message>
        <source>the time is told once it runs</source>
        <translation>所需时间在开始后显示</translation>
    </message>
    <message>
        <source>about {size} of memory</source>
        <translation>内存约 {size}</translation>
    </message>
    <message>
        <source>a file of about {size}</source>
        <translation>文件约 {size}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
</context>
<context>
    <name>Work</name>
    <message>
        <source>“{name}” lost the engine at step {step}, and goes on from its last checkpoint.</source>
        <translation>“{name}”在第 {step} 步时引擎意外终止，正从最近的检查点自动继续。</translation>
    </message>
</context>
<context>
    <name>_Row</name>
    <message>
        <source>Take out of the mix</source>
        <translation>移出混合</translation>
    </message>
    <message>
        <source>Mask of {name}</source>
        <translation>“{name}”的蒙版</translation>
    </message>
    <message>
        <source>Take {name} out of the mix</source>
        <translation>将 {name} 移出混合</translation>
    </message>
    <message>
        <source>Leave out parts of the picture of {name}</source>
        <translation>排除 {name} 的图片的一部分</translation>
    </message>
    <message>
        <source>Parts of its picture are left out: change which</source>
        <translation>其图片的一部分已排除：更改</translation>
    </message>
    <message>
        <source>Leave out parts of its picture: a frame, a signature</source>
        <translation>排除其图片的一部分：画框、签名</translation>
    </message>
    <message>
        <source>Has a mask: change where this style paints</source>
        <translation>已有蒙版：更改这种风格的绘制范围</translation>
    </message>
    <message>
        <source>Choose where this style paints, with a mask</source>
        <translation>用蒙版选择这种风格的绘制范围</translation>
    </message>
</context>
</TS>
