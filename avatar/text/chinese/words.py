"""Words of everyday and banking Mandarin: where they begin and end, and how they read where a dictionary misleads.

Readings follow Xiandai Hanyu Cidian; an apostrophe-free syllable per character, ü written v, tone 5 is neutral.
"""

from __future__ import annotations

_PLAIN = """
客户 用户 业务 服务 办理 处理 受理 理财 产品 您好 你好 请问 手机 账户 账号 余额 信用卡 银行卡 储蓄卡 借记卡 卡片
汇款 贷款 存款 取款 密码 短信 验证码 登录 下载 网点 人工 智能 活动 优惠 工作 现在 今天 明天 昨天 后天 前天 今年
明年 去年 公司 人民 世界 问题 如果 所以 但是 进行 使用 安全 欢迎 感谢 支持 投资 基金 保险 收益 风险 利率 利息
年化 年化利率 季度 月份 日期 时间 小时 分钟 上午 下午 中午 凌晨 早上 晚上 今晚 工作日 节假日 周末 星期 营业
营业厅 柜台 柜员 经理 大堂经理 客户经理 专员 助理 客服 热线 咨询 查询 申请 申办 开户 开通 关闭 注销 挂失 补办
激活 绑定 解绑 更换 修改 变更 更新 确认 取消 提交 审核 审批 通过 材料 资料 证件 身份证 护照 户口本 合同 协议
条款 条件 要求 规定 规则 流程 步骤 方式 方法 渠道 平台 系统 网络 网站 官网 页面 链接 点击 输入 选择 按键 返回
首页 菜单 语音 视频 图片 照片 人脸 识别 认证 实名 实名制 验证 授权 签名 签约 电子 电子版 数字 数字人 虚拟 主播
机器人 人工智能 科技 技术 开发 设计 市场 营销 销售 购买 支付 付款 收款 退款 转账 充值 提现 消费 账单 分期 免息
手续费 年费 费用 价格 金额 额度 限额 总额 本金 利润 成本 收入 支出 预算 财务 会计 税务 发票 保单 理赔 保费 保障
养老 养老金 医疗 教育 住房 公积金 房贷 车贷 信贷 抵押 担保 征信 信用 记录 报告 逾期 到期 期限 有效期 长期 短期
定期 活期 债券 股票 股份 证券 期货 外汇 汇率 黄金 白银 美元 欧元 英镑 日元 港元 港币 人民币 亿元 万元 千元 百元
元素 净值 估值 涨幅 跌幅 上涨 下跌 增长 下降 提高 降低 减少 增加 超过 达到 不足 左右 以上 以下 以内 以外 之前
之后 之间 其中 其他 其它 另外 此外 同时 同样 目前 当前 当时 将来 未来 过去 最近 近期 首先 其次 最后 最终 最新
最好 最高 最低 最大 最小 非常 十分 特别 比较 更加 已经 正在 即将 马上 立即 立刻 随时 及时 尽快 一直 一起 一定
一般 一样 一些 一共 必须 应该 应当 可以 能够 可能 需要 希望 愿意 打算 准备 开始 继续 完成 结束 成功 失败 实现
实施 执行 管理 负责 联系 联系人 电话 号码 尾号 地址 邮箱 邮件 微信 支付宝 二维码 扫码 公众号 小程序 客户端
朋友圈 直播 直播间 带货 粉丝 会员 积分 礼品 礼物 红包 奖品 抽奖 折扣 打折 满减 免费 收费 价值 质量 品质 品牌
商品 商家 商户 店铺 订单 快递 物流 发货 收货 退货 换货 售后 售前 评价 反馈 投诉 建议 意见 满意 满意度 体验 感受
感觉 态度 耐心 热情 专业 高效 便捷 简单 复杂 容易 困难 重要 主要 关键 基本 核心 优质 优势 特点 特色 功能 性能
效果 结果 原因 情况 状态 状况 环境 标准 水平 程度 范围 领域 行业 企业 单位 部门 机构 政府 国家 社会 城市 农村
地区 北京 上海 广州 深圳 天津 重庆 成都 杭州 南京 武汉 西安 香港 澳门 台湾 中国 美国 英国 日本 法国 德国 全国
全球 全部 全面 所有 任何 每个 每天 每月 每年 每次 每位 各位 各种 各类 各项 大家 我们 你们 他们 她们 它们 咱们
自己 别人 个人 家人 家庭 父母 孩子 老人 老师 学生 同学 同事 领导 员工 团队 成员 代表 专家 医生 护士 律师 司机
先生 女士 小姐 朋友 宝宝 用心 真诚 诚信 祝福 祝愿 生活 愉快 快乐 幸福 健康 平安 高兴 开心 放心 关心 关注 关于
对于 根据 按照 通常 由于 因此 因为 虽然 不过 而且 或者 以及 还是 还有 并且 然后 于是 只要 只有 只是 无论 不管
除了 为了 为什么 怎么 怎么样 怎样 如何 什么 哪里 哪些 这里 那里 这些 那些 这个 那个 这样 那样 这么 那么 多少
几个 没有 不是 不会 不能 不要 不用 不可 不同 不仅 不错 不好意思 不客气 谢谢 再见 请稍等 稍等 稍后 打扰
麻烦 抱歉 理解 了解 知道 明白 认识 记得 忘记 觉得 认为 以为 发现 发生 出现 产生 提供 推出 推荐 介绍 说明 解释
告诉 通知 提醒 提示 注意 注意事项 事项 请勿 泄露 诈骗 防范 警惕 陌生 陌生人 可疑 举报 报警 保护 隐私 信息
个人信息 数据 大数据 云计算 区块链 模型 算法 软件 硬件 设备 电脑 屏幕 键盘 鼠标 摄像头 麦克风 声音 音乐 音频
文字 文本 文件 文档 格式 内容 标题 名称 名字 姓名 性别 年龄 生日 职业 爱好 兴趣 学习 学校 大学 课程 考试 成绩
练习 讲解 阅读 写作 语言 中文 英文 英语 普通话 汉语 拼音 历史 文化 艺术 电影 旅游 酒店 机票 火车 高铁 地铁 飞机
机场 车站 汽车 开车 停车 道路 路线 导航 天气 气温 春天 夏天 秋天 冬天 下雨 下雪 水果 苹果 蔬菜 早餐 午餐 晚餐
咖啡 牛奶 面包 米饭 鸡蛋 蛋糕 超市 商店 商场 医院 药店 银行 支行 分行 总行 行长 股东 老板 总经理 董事长 主席
总理 总统 主任 部长 领取 享受 享有 参加 参与 加入 邀请 邀请函 报名 预约 预订 预计 预期 预约号 排队 取号 等待
等候 窗口 自助 自助机 存折 存单 存取 现金 零钱 硬币 纸币 钞票 假币 兑换 面额 元旦 春节 中秋 国庆 端午 清明 五一
新年 圣诞节 情人节 双十一 恭喜 发财 恭喜发财 新年快乐 万事如意 很高兴 为您服务 为您 想要 想起 还款 还钱 还清
还贷 还本 归还 偿还 展示 展览 展开 演示 演讲 演员 表演 表示 表达 采访 采用 采购 总结 总裁 总部 打开 打印 打电话
打造 小组 小学 小雨 小老鼠 小伙 小时候 小心 好友 好评 老鼠 老虎 老人家 手表 手指 手写 首选 水饺 洗澡 洗手间
举手 举行 举办 美好 美女 美丽 美容 美食 勇敢 永远 永久 友好 有点 有些 有效 有限 有限公司 有关 有人 有时 有时候
有没有 是不是 能不能 可不可以 要不要 会不会 对不对 好不好 行不行 想不想 本行 我行 他行 跨行 贵行 我国 本人 本月
本周 本次 本期 本年 上个月 下个月 这个月 上周 下周 上海市 北京市 分之 百分点 个百分点 负责人 总人数 亿人 万人
时候 点钟 点半 一刻 三刻 半小时 半年 半个月 年底 年初 月底 月初 周一 周二 周三 周四 周五 周六 周日 星期一 星期二
星期三 星期四 星期五 星期六 星期日 星期天 一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月 摄氏度
华氏度 零下 平方米 公里 厘米 毫米 公斤 千克 毫升 每小时 千瓦时 个月 研究 生命 科学 起源 上面 下水 下面 了不起
事故 人家 位置 修行 关节 分量 前面 动作 千斤 口子 后面 地道 外面 大意 大方 太阳 女子 实在 客人 工人 差不多
怪不得 怪物 打手 文书 来不及 核计 温和 灯火 烟筒 状元 玄乎 男子 粮食 精神 自在 药材 街道 身份 逻辑 邻居 里面
队伍 黄瓜 唯一 统一 同一 之一 万一 第一 第二 第三 第四 第五 一天 一年 一次 一位 一名 一张 一切 一旦 一致 一流
一律 一边 一方面 一时 一同 一行人 绿色 红色 蓝色 黄色 白色 黑色 灰色 紫色 颜色 认真 按时 准时 积极 主动 努力
仔细 迅速 快速 缓慢 轻松 舒适 温馨 温馨提示 亲爱 尊敬 尊贵 贵宾 嘉宾 来宾 各位来宾 女士们 先生们 同志 乡亲 观众
听众 读者 网友 玩家 买家 卖家 消费者 投资者 投资人 持有人 受益人 被保险人 投保人 申购 赎回 认购 定投 复利 单利
本息 等额 等额本息 等额本金 还款日 账单日 最低还款 最低还款额 提前还款 宽限期 违约金 滞纳金 罚息 手续 办卡 发卡
刷卡 插卡 换卡 销户 对账 对账单 流水 明细 凭证 回单 跨境 境外 境内 本地 异地 同城 全城 实时 到账 次日 当日 隔日
节日 柜面 窗帘 前台 后台 总台 大厅 大堂 楼层 电梯 门口 附近 对面 左侧 右侧 中间 中心 中央 中部 东部 西部 南部
北部 东方 西方 南方 北方 温度 湿度 速度 高度 长度 宽度 深度 重量 体积 面积 平方 立方 直径 半径 百分之 千分之
万分之 分之一 大约 大概 约为 接近 将近 至少 至多 最多 最少 点赞 转发 评论 收藏 分享 订阅 升级 维护 优化 改进
调整 设置 设定 选项 按钮 界面 弹窗 图标 字体 字幕 配音 口型 表情 动画 人物 形象 头像 肖像 镜头 灯光 背景 前景
画面 画质 清晰 模糊 流畅 稳定 自然 真实 生动 有趣 精彩 完美 优秀 杰出 伟大 可爱 帅气 能力 实力 潜力 动力 压力
活力 魅力 竞争 竞争力 合作 合作伙伴 伙伴 共同 共享 共赢 创新 创造 创业 创意 梦想 理想 目标 计划 规划 战略 策略
方案 请假 请求 请教 请放心 请注意 请选择 请输入 请按 帮助 帮忙 协助 支援 解决 解答 回答 回复 答案 疑问 沟通 交流
讨论 会议 开会 签到 拨打 搜索 连续 持续 锁定 解锁 冻结 解冻 等级 级别 正反面 正面 反面 除外 一下 谨防 财富 大街
大道 小区 花园 广场 公园 中路 东路 西路 南路 北路 签字 盖章 填写 填表 表格 上传 下拉 滑动 点开 勾选 同意 拒绝
接受 接听 挂断 转接 回拨 留言 来电 致电 去电 占线 忙线 稍候 久等 前往 到访 来访 距离 附件 截图 截止 截至 为止
起始 起息 起购 起投 封闭 封闭期 开放 开放期 到期日 起息日 申请书 说明书 承诺 承诺书 声明 公告 通告 政策 法律
法规 监管 理由 理智 名单 行动
"""
"""Words that a reader sees as one."""

_NEUTRAL_LAST = """
东西 朋友 喜欢 告诉 清楚 明白 消息 时候 事情 麻烦 先生 妈妈 爸爸 哥哥 弟弟 妹妹 爷爷 姐姐 奶奶 叔叔
舅舅 姑姑 太太 谢谢 休息 学生 护士 地方 头发 客气 不客气 认识 舒服 漂亮 便宜 孩子 窗户 钥匙 衣服 生意 行李 打听
打算 商量 耽误 招呼 答应 照顾 厉害 干净 暖和 晚上 早上 大夫 意思 名字 样子 儿子 房子 车子 桌子 椅子 日子 本子
句子 票子 鞋子 裤子 帽子 杯子 盘子 筷子 瓶子 盒子 箱子 袋子 屋子 院子 嗓子 鼻子 脑子 肚子 狮子 猴子 兔子 妻子
嫂子 婶子 胖子 骗子 点子 石头 木头 馒头 骨头 里头 外头 念头 前头 后头 丫头 耳朵 眼睛 眉毛 嘴巴 尾巴 脑袋 胳膊
屁股 月亮 云彩 豆腐 点心 萝卜 蘑菇 核桃 葡萄 玻璃 灯笼 风筝 扇子 爱人 丈夫 师傅 徒弟 裁缝 和尚 秀才 亲戚 亲家
闺女 姑娘 老婆 媳妇 街坊 伙计 伙食 买卖 交情 力气 脾气 福气 运气 动静 动弹 抽屉 称呼 出息 聪明 凑合 打扮
打发 打量 得罪 嘀咕 底下 豆子 队伍 对付 对头 多么 恶心 富余 甘蔗 高粱 膏药 疙瘩 工夫 功夫 姑爷 故事 寡妇 官司
规矩 含糊 合同 红火 厚道 狐狸 胡琴 糊涂 活泼 火候 机灵 脊梁 记号 记性 记得 觉得 值得 晓得
懂得 显得 舍得 见识 将就 讲究 结实 口袋 阔气 喇叭 篱笆 利害
利落 痢疾 凉快 溜达 马虎 冒失 眉目 门道 眯缝 迷糊 苗条 苗头 名堂 模糊 牌楼 盘算 朋友们 屏风 欺负 勤快
清静 亲热 拳头 热闹 认得 软和 洒脱 扫帚 烧饼 少爷 使唤 世故 似的 收成 收拾 首饰 疏忽 舒坦 思量 算计 算盘 岁数
抬举 痛快 透亮 唾沫 挖苦 外甥 弯子 委屈 稳当 窝囊 稀罕 吓唬 相声 想头 笑话 心思 兄弟 学问 鸭子 牙碜 胭脂
养活 吆喝 妖精 衣裳 义气 应酬 硬朗 冤枉 月饼 扎实 在乎 早晨 造化 帐篷 折腾 指甲 指头 主意 柱子 壮实 转悠
庄稼 琢磨 字号 祖宗 作坊 咱们 我们 你们 他们 她们 它们 人们 您们 什么 怎么 那么 这么 要么 为什么 没什么 算了
为了 除了 好了 罢了
"""
"""Words whose last syllable is unstressed (Xiandai Hanyu Cidian; Putonghua Shuiping Ceshi, list of neutral tones)."""

_READINGS = """
了解=liao3 jie3 为了=wei4 le5 大夫=dai4 fu5 都会=dou1 hui4 积分=ji1 fen1 给予=ji3 yu3 给付=ji3 fu4
差旅=chai1 lv3 银行=yin2 hang2 行长=hang2 zhang3 支行=zhi1 hang2 分行=fen1 hang2 总行=zong3 hang2
跨行=kua4 hang2 同行=tong2 hang2 央行=yang1 hang2
商行=shang1 hang2 农行=nong2 hang2 工行=gong1 hang2 建行=jian4 hang2 中行=zhong1 hang2 交行=jiao1 hang2
招行=zhao1 hang2 投行=tou2 hang2 行号=hang2 hao4 行员=hang2 yuan2
发卡行=fa1 ka3 hang2 开户行=kai1 hu4 hang2 行业=hang2 ye4 行情=hang2 qing2
行不行=xing2 bu5 xing2 还款=huan2 kuan3 还钱=huan2 qian2 还清=huan2 qing1 还贷=huan2 dai4 还本=huan2 ben3
还息=huan2 xi1 还了=huan2 le5 还给=huan2 gei3 还上=huan2 shang4 未还=wei4 huan2 已还=yi3 huan2 应还=ying1 huan2
待还=dai4 huan2 归还=gui1 huan2 偿还=chang2 huan2 退还=tui4 huan2 返还=fan3 huan2 还有=hai2 you3 还是=hai2 shi4
重庆=chong2 qing4 长大=zhang3 da4 成长=cheng2 zhang3 增长=zeng1 zhang3 增长率=zeng1 zhang3 lv4 重新=chong2 xin1
重复=chong2 fu4 重置=chong2 zhi4 重启=chong2 qi3 重发=chong2 fa1 重试=chong2 shi4 重设=chong2 she4
重做=chong2 zuo4 重绑=chong2 bang3 重填=chong2 tian2 重签=chong2 qian1 重组=chong2 zu3 应收=ying1 shou1
应付=ying4 fu4 应付款=ying1 fu4 kuan3 应缴=ying1 jiao3 应用=ying4 yong4 当日=dang4 ri4 当天=dang4 tian1
当月=dang4 yue4 当年=dang1 nian2 当期=dang1 qi1 调入=diao4 ru4 调出=diao4 chu1 调取=diao4 qu3 调额=tiao2 e2
调高=tiao2 gao1 调低=tiao2 di1 调息=tiao2 xi1 调价=tiao2 jia4 上调=shang4 tiao2 下调=xia4 tiao2 微调=wei1 tiao2
可调=ke3 tiao2 调整=tiao2 zheng3 利率=li4 lv4 年化率=nian2 hua4 lv4 收益率=shou1 yi4 lv4 税率=shui4 lv4
费率=fei4 lv4 汇率=hui4 lv4 占比=zhan4 bi3 数钱=shu3 qian2 数一数=shu3 yi5 shu3 数数=shu3 shu4 数到=shu3 dao4
数不清=shu3 bu5 qing1 倒数=dao4 shu3 着急=zhao2 ji2 睡着=shui4 zhao2
得到=de2 dao4 取得=qu3 de2 获得=huo4 de2 不得不=bu4 de2 bu4 只得=zhi3 de2
得了=de2 le5 记得=ji4 de5 懂得=dong3 de5 显得=xian3 de5 觉得=jue2 de5 值得=zhi2 de5
中奖=zhong4 jiang3 中签=zhong4 qian1 看中=kan4 zhong4 选中=xuan3 zhong4 命中=ming4 zhong4 偏好=pian1 hao4
爱好=ai4 hao4 喜好=xi3 hao4 好客=hao4 ke4 假期=jia4 qi1 节假日=jie2 jia4 ri4 请假=qing3 jia4 放假=fang4 jia4
休假=xiu1 jia4 相册=xiang4 ce4 照相=zhao4 xiang4 真相=zhen1 xiang4 尽快=jin3 kuai4 尽量=jin3 liang4
尽管=jin3 guan3 尽早=jin3 zao3 更新=geng1 xin1 更改=geng1 gai3 更换=geng1 huan4 变更=bian4 geng1 会计=kuai4 ji4
处于=chu3 yu2 处理=chu3 li3 处罚=chu3 fa2 办事处=ban4 shi4 chu4 到处=dao4 chu4 处所=chu4 suo3 好处=hao3 chu4
用处=yong4 chu4 参与=can1 yu4 差额=cha1 e2 差价=cha1 jia4 差异=cha1 yi4 偏差=pian1 cha1 时差=shi2 cha1
利差=li4 cha1 出差=chu1 chai1 划转=hua4 zhuan3 划扣=hua4 kou4 划款=hua4 kuan3 划算=hua2 suan4 载入=zai3 ru4
下载=xia4 zai4 一年半载=yi4 nian2 ban4 zai3 便宜=pian2 yi5 没收=mo4 shou1 折算=zhe2 suan4 存折=cun2 zhe2
打折=da3 zhe2
勉强=mian3 qiang3 允许=yun3 xu3 答复=da2 fu4 答应=da1 ying5 答谢=da2 xie4 部分=bu4 fen5 大部分=da4 bu4 fen5
成分=cheng2 fen4 身份=shen1 fen4 充分=chong1 fen4 本分=ben3 fen4 过分=guo4 fen4 供应=gong1 ying4 提供=ti2 gong1
供款=gong1 kuan3 首付=shou3 fu4 月供=yue4 gong1 角色=jue2 se4 主角=zhu3 jue2 角度=jiao3 du4 间隔=jian4 ge2
间接=jian4 jie1 难民=nan4 min2 灾难=zai1 nan4 累计=lei3 ji4 积累=ji1 lei3 累积=lei3 ji1 劳累=lao2 lei4
的确=di2 que4 目的=mu4 di4 目的地=mu4 di4 di4 标的=biao1 di4 打的=da3 di1 的士=di2 shi4 时间=shi2 jian1
房间=fang2 jian1 晚间=wan3 jian1 一间=yi4 jian1 东西=dong1 xi5 地方=di4 fang5 多少=duo1 shao5 兄弟=xiong1 di5
旋转=xuan2 zhuan3 转账=zhuan3 zhang4 转发=zhuan3 fa1 转载=zhuan3 zai3 转动=zhuan4 dong4 兴趣=xing4 qu4
高兴=gao1 xing4 兴业=xing1 ye4 兴业银行=xing1 ye4 yin2 hang2 乐山=le4 shan1 快乐=kuai4 le4 音乐=yin1 yue4
朝阳=chao2 yang2 长安=chang2 an1 长沙=chang2 sha1 六安=lu4 an1 厦门=xia4 men2 大厦=da4 sha4 宁可=ning4 ke3
宁愿=ning4 yuan4 宁波=ning2 bo1 什么=shen2 me5 怎么=zen3 me5 那么=na4 me5 这么=zhe4 me5 为什么=wei4 shen2 me5
为何=wei4 he2 为您=wei4 nin2 为你=wei4 ni3 为我=wei4 wo3 为他=wei4 ta1 为她=wei4 ta1 为此=wei4 ci3 为期=wei2 qi1
为主=wei2 zhu3 为例=wei2 li4 为准=wei2 zhun3 为止=wei2 zhi3 因为=yin1 wei4 以为=yi3 wei2 认为=ren4 wei2
成为=cheng2 wei2 作为=zuo4 wei2 行为=xing2 wei2 视为=shi4 wei2 称为=cheng1 wei2 设为=she4 wei2 改为=gai3 wei2
分为=fen1 wei2 变为=bian4 wei2 较为=jiao4 wei2 更为=geng4 wei2 最为=zui4 wei2 为您服务=wei4 nin2 fu2 wu4
曾经=ceng2 jing1 称心=chen4 xin1 对称=dui4 chen4 称呼=cheng1 hu5 血液=xue4 ye4 薄弱=bo2 ruo4 传记=zhuan4 ji4
自传=zi4 zhuan4 宝藏=bao3 zang4 西藏=xi1 zang4 模样=mu2 yang4 露出=lou4 chu1 泄露=xie4 lou4 泄漏=xie4 lou4
挨着=ai1 zhe5 一只=yi4 zhi1 两只=liang3 zhi1 几只=ji3 zhi1 这只=zhe4 zhi1 那只=na4 zhi1 空白=kong4 bai2
空闲=kong4 xian2 有空=you3 kong4 填空=tian2 kong4 抽空=chou1 kong4 奇数=ji1 shu4 几乎=ji1 hu1 少年=shao4 nian2
青少年=qing1 shao4 nian2 卡住=qia3 zhu4 咱们=zan2 men5 嗯=en1 哦=o4 佛=fo2 哟=yo1 呗=bei5 哪儿=nar3 这儿=zher4
那儿=nar4 一会儿=yi2 huir4 一点儿=yi4 dianr3 有点儿=you3 dianr3 待会儿=dai1 huir4 女儿=nv3 er2 儿子=er2 zi5
少儿=shao4 er2 幼儿=you4 er2 婴儿=ying1 er2 孤儿=gu1 er2 胎儿=tai1 er2 健儿=jian4 er2 男儿=nan2 er2
小儿=xiao3 er2 孙儿=sun1 er2 侄儿=zhi2 er2 妻儿=qi1 er2 新生儿=xin1 sheng1 er2 儿童=er2 tong2 儿科=er2 ke1
儿女=er2 nv3 幼儿园=you4 er2 yuan2 少儿险=shao4 er2 xian3 仇人=chou2 ren2 朴素=pu3 su4
知道=zhi1 dao4 不知道=bu4 zhi1 dao4 星期=xing1 qi1 相关=xiang1 guan1 单据=dan1 ju4 倒闭=dao3 bi4
倒计时=dao4 ji4 shi2 强制=qiang2 zhi4 强调=qiang2 diao4 强迫=qiang3 po4 散户=san3 hu4 分散=fen1 san4
担保=dan1 bao3 冲击=chong1 ji1 冲正=chong1 zheng4 量化=liang4 hua4 测量=ce4 liang2 衡量=heng2 liang2
商量=shang1 liang5 干净=gan1 jing4 若干=ruo4 gan1 干部=gan4 bu4 暖和=nuan3 huo5 和面=huo2 mian4 薪酬=xin1 chou2
绑定=bang3 ding4 熟悉=shu2 xi1 血压=xue4 ya1 校对=jiao4 dui4 校验=jiao4 yan4 校验码=jiao4 yan4 ma3
校园=xiao4 yuan2 屏幕=ping2 mu4 屏蔽=ping2 bi4 恶意=e4 yi4 可恶=ke3 wu4 省市=sheng3 shi4 反省=fan3 xing3
提防=di1 fang5 参差=cen1 ci1 率先=shuai4 xian1 坦率=tan3 shuai4 效率=xiao4 lv4 要求=yao1 qiu2 重量=zhong4 liang4
体重=ti3 zhong4 载体=zai4 ti3 承载=cheng2 zai4 婴幼儿=ying1 you4 er2 小儿科=xiao3 er2 ke1
中华儿女=zhong1 hua2 er2 nv3 不了=bu4 liao3 对不起=dui4 bu5 qi3 差不多=cha4 bu5 duo1 来不及=lai2 bu5 ji2
了不起=liao3 bu5 qi3 看不见=kan4 bu5 jian4 不好意思=bu4 hao3 yi4 si5 一行人=yi4 xing2 ren2 不得了=bu4 de2 liao3
长长了=zhang3 chang2 le5 睡得着觉=shui4 de5 zhao2 jiao4 睡不着觉=shui4 bu5 zhao2 jiao4 钉钉子=ding4 ding1 zi5
板上钉钉=ban3 shang4 ding4 ding1 扇扇子=shan1 shan4 zi5 什么时候=shen2 me5 shi2 hou5 我行=wo3 hang2
他行=ta1 hang2 各行=ge4 hang2 发卡=fa1 ka3
约为=yue1 wei2 名为=ming2 wei2 即为=ji2 wei2
"""
"""Words whose characters have several readings, or whose usual dictionary reading is not what is said."""


def _parsed(table: str) -> dict[str, tuple[str, ...]]:
    readings: dict[str, tuple[str, ...]] = {}
    word = ""
    for part in table.split():
        head, is_start, first = part.partition("=")
        word = head if is_start else word
        readings[word] = (first,) if is_start else (*readings[word], head)
    return readings


READINGS: dict[str, tuple[str, ...]] = _parsed(_READINGS)
"""word -> its syllables"""

NEUTRAL_LAST: frozenset[str] = frozenset(_NEUTRAL_LAST.split())
"""Words whose last syllable is neutral."""

WORDS: frozenset[str] = frozenset(_PLAIN.split()) | NEUTRAL_LAST | READINGS.keys()
"""Every word this module knows."""
